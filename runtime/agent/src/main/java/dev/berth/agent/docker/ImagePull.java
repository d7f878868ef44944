package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import dev.berth.agent.json.Json;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One pull. It is aborted if it makes no progress for a minute or takes more than two hours, as in
 * Amazon's agent.
 */
final class ImagePull {
    private static final Duration INACTIVITY = Duration.ofMinutes(1);
    private static final Duration TIMEOUT = Duration.ofHours(2);
    private static final ObjectReader PROGRESS = Json.MAPPER.readerFor(JsonNode.class);

    private final EngineHttp http;
    private final String path;
    private final String name;
    private final Map<String, String> headers;
    private volatile long lastProgress = System.nanoTime();

    ImagePull(EngineHttp http, String version, String image, String login) {
        this.headers = login == null ? Map.of() : Map.of("X-Registry-Auth", login);
        var parsed = ImageName.parse(image);
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("fromImage", parsed.repository());
        parameters.put("tag", parsed.tag());
        this.http = http;
        this.path = version + "/images/create" + EngineHttp.query(parameters);
        this.name = "pull " + image;
    }

    void run() throws DockerRefusal, DockerUncertain, InterruptedException {
        var started = System.nanoTime();
        var task = new FutureTask<>(this::follow, null);
        Thread.ofVirtual().name("docker " + name).start(task);
        try {
            while (true) {
                try {
                    task.get(1, TimeUnit.SECONDS);
                    return;
                } catch (TimeoutException e) {
                    checkWithin(INACTIVITY, lastProgress);
                    checkWithin(TIMEOUT, started);
                }
            }
        } catch (ExecutionException e) {
            throw DockerDeadline.outcome(name, e.getCause().getCause());
        } finally {
            task.cancel(true);
        }
    }

    private void checkWithin(Duration limit, long since) throws DockerUncertain {
        if (System.nanoTime() - since > limit.toNanos()) {
            throw DockerUncertain.late(name, limit);
        }
    }

    /** Docker answers with status 200 first; errors are in the stream. */
    private void follow() {
        try (var response = http.open(Method.POST, path, null, headers);
                var steps = PROGRESS.<JsonNode>readValues(response.getBody())) {
            while (steps.hasNextValue()) {
                var step = steps.nextValue();
                lastProgress = System.nanoTime();
                if (step.has("error")) {
                    throw new DockerRefusal(500, step.path("error").asText());
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
