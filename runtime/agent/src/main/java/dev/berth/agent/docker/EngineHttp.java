package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient;
import com.github.dockerjava.transport.DockerHttpClient.Request.Method;
import dev.berth.agent.json.Json;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Docker's Engine API over docker-java's transport, with JSON trees.
 *
 * <p>The model classes of docker-java silently drop members that they do not contain. Task
 * definitions reach containers as fragments of the Engine API (see {@link ContainerDocument}), so
 * every member that the engine supports must be passed on.
 *
 * <p>Calls block and can be interrupted; {@link DockerDeadline} limits their time.
 */
final class EngineHttp implements Closeable {
    private final DockerHttpClient http;

    EngineHttp(URI dockerHost, int maxConnections) {
        http =
                new ApacheDockerHttpClient.Builder()
                        .dockerHost(dockerHost)
                        .maxConnections(maxConnections)
                        .build();
    }

    /** The body of a successful response, or a missing node if there is none. */
    JsonNode call(Method method, String path, JsonNode body) throws DockerRefusal, IOException {
        try (var response = open(method, path, body)) {
            var bytes = response.getBody().readAllBytes();
            return bytes.length == 0 ? MissingNode.getInstance() : Json.MAPPER.readTree(bytes);
        }
    }

    JsonNode get(String path) throws DockerRefusal, IOException {
        return call(Method.GET, path, null);
    }

    /** A successful response whose body the caller reads and closes. */
    DockerHttpClient.Response open(Method method, String path, JsonNode body)
            throws DockerRefusal, IOException {
        return open(method, path, body, Map.of());
    }

    DockerHttpClient.Response open(
            Method method, String path, JsonNode body, Map<String, String> headers)
            throws DockerRefusal, IOException {
        var request = DockerHttpClient.Request.builder().method(method).path(path);
        headers.forEach(request::putHeader);
        if (body != null) {
            request.putHeader("Content-Type", "application/json")
                    .bodyBytes(Json.MAPPER.writeValueAsBytes(body));
        }
        var response = http.execute(request.build());
        if (response.getStatusCode() < 300) {
            return response;
        }
        try (response) {
            throw new DockerRefusal(response.getStatusCode(), message(response));
        }
    }

    private static String message(DockerHttpClient.Response response) throws IOException {
        var text = new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            return Json.MAPPER.readTree(text).path("message").asText(text);
        } catch (IOException e) {
            return text;
        }
    }

    static String query(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(
                        p ->
                                p.getKey()
                                        + "="
                                        + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", "?", ""));
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
