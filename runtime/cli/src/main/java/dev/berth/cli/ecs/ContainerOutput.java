package dev.berth.cli.ecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.CliException;
import dev.berth.cli.ExitCode;
import dev.berth.cli.local.RunningServer;
import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Reads what containers write, from the server's page for it. */
public final class ContainerOutput implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A line of a container. */
    public record Line(boolean isError, String text) {}

    /**
     * What of it.
     *
     * @param since null for from the beginning
     * @param tail how many of the last lines, or null for all
     */
    public record Query(Instant since, Integer tail, boolean follow, boolean timestamps) {
        private String text() {
            var parts = new ArrayList<String>();
            if (since != null) {
                parts.add("since=" + since.toEpochMilli());
            }
            if (tail != null) {
                parts.add("tail=" + tail);
            }
            parts.add("follow=" + follow);
            parts.add("timestamps=" + timestamps);
            return String.join("&", parts);
        }
    }

    private final RunningServer server;
    private final Credentials credentials;
    private final Signer signer;
    private final HttpClient http;

    public ContainerOutput(RunningServer server, Credentials credentials) {
        this.server = server;
        this.credentials = credentials;
        this.http = server.trust().client().build();
        this.signer = new Signer("ecs", server.region());
    }

    /** Returns when it has ended; lines are handed on as they come. */
    public void read(NamedTask task, String container, Query query, Consumer<Line> lines)
            throws IOException, InterruptedException {
        var uri =
                server.endpoint()
                        .resolve(
                                "/berth/v1/clusters/%s/tasks/%s/logs?container=%s&%s"
                                        .formatted(
                                                task.cluster(),
                                                task.id(),
                                                container,
                                                query.text()));
        var response = http.send(signed(uri), BodyHandlers.ofLines());
        try (Stream<String> body = response.body()) {
            if (response.statusCode() != 200) {
                var answer = String.join("", body.toList());
                throw new CliException(ExitCode.FAILED, message(answer, response.statusCode()));
            }
            body.filter(line -> !line.isEmpty()).forEach(line -> hand(line, lines));
        }
    }

    private HttpRequest signed(URI uri) {
        var request = HttpRequest.newBuilder(uri);
        signer.sign(credentials, "GET", uri, Map.of(), new byte[0], Instant.now())
                .forEach(request::header);
        return request.build();
    }

    private static void hand(String text, Consumer<Line> lines) {
        var line = parse(text);
        if (line.has("error")) {
            throw new CliException(ExitCode.FAILED, line.path("error").asText());
        }
        lines.accept(
                new Line(
                        line.path("stream").asText().equals("stderr"), line.path("line").asText()));
    }

    private static String message(String answer, int status) {
        var message = parse(answer).path("message").asText("");
        return message.isEmpty() ? "The server answered with " + status + "." : message;
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CliException(ExitCode.FAILED, "The server did not answer as Berth does.");
        }
    }

    /** Throws what a reading ended with. */
    public static void unwrap(Future<?> result) throws Exception {
        try {
            result.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
