package dev.berth.agent.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.berth.agent.json.Json;
import dev.berth.agent.testbed.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * A server's API, as much of it as agents call. It answers what tests tell it to and remembers what
 * it was asked.
 */
public final class StubApi implements AutoCloseable {
    /** A call: an operation and its body. */
    public record Call(String operation, JsonNode body) {}

    private record Answer(int status, String body) {}

    private final HttpServer http;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    public StubApi(URI sockets) throws IOException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::handle);
        http.start();
        answer("CreateCluster", 200, "{\"cluster\":{}}");
        answer("SubmitTaskStateChange", 200, "{\"acknowledgment\":\"yes\"}");
        answer(
                "DiscoverPollEndpoint",
                200,
                "{\"endpoint\":\"%s/acs\",\"telemetryEndpoint\":\"%s/tcs\"}"
                        .formatted(sockets, sockets));
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** From now on an operation is answered so. */
    public void answer(String operation, int status, String body) {
        answers.put(operation, new Answer(status, body));
    }

    public void answerRegistration(String arn) {
        answer(
                "RegisterContainerInstance",
                200,
                "{\"containerInstance\":{\"containerInstanceArn\":\"%s\"}}".formatted(arn));
    }

    public List<JsonNode> calls(String operation) {
        return calls.stream().filter(c -> c.operation().equals(operation)).map(Call::body).toList();
    }

    /** The {@code number}th call of an operation, from 1; waits for it. */
    public JsonNode call(String operation, int number) {
        Eventually.holds(
                number + " calls of " + operation, () -> calls(operation).size() >= number);
        return calls(operation).get(number - 1);
    }

    /** A report of a task; waits for it. */
    public JsonNode report(String task, String status) {
        Eventually.holds(task + " is reported " + status, () -> !reports(task, status).isEmpty());
        return reports(task, status).getFirst();
    }

    private List<JsonNode> reports(String task, String status) {
        return calls("SubmitTaskStateChange").stream()
                .filter(c -> c.path("task").asText().equals(task))
                .filter(c -> c.path("status").asText().equals(status))
                .toList();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
            var operation = target.substring(target.indexOf('.') + 1);
            calls.add(
                    new Call(
                            operation,
                            Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes())));
            var answer = answers.get(operation);
            var body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
