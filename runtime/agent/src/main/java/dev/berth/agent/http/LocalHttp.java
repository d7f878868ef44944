package dev.berth.agent.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.berth.agent.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small HTTP server for programs on this machine. It answers GET and PUT with text, and limits
 * the number of concurrent requests, the size of a body and the time of a request.
 */
public final class LocalHttp implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LocalHttp.class);
    private static final int AT_ONCE = 64;
    private static final int BACKLOG = 64;
    private static final int MAX_BODY = 4096;
    private static final Answer ONLY_GET = Answer.refusal(405, "only GET is supported");

    static {
        // Read once, when the JDK's server is loaded. Without the first, a response takes 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "30");
        System.setProperty("jdk.httpserver.maxConnections", "512");
    }

    /** A response. */
    public record Answer(int status, String contentType, String body) {
        public static Answer json(JsonNode body) {
            return new Answer(200, "application/json", body.toString());
        }

        /** An error in the format of Amazon's agent: a JSON string. */
        public static Answer refusal(int status, String sentence) {
            return new Answer(
                    status,
                    "application/json",
                    Json.MAPPER.getNodeFactory().textNode(sentence).toString());
        }
    }

    /** Answers requests. */
    public interface Handler {
        /**
         * @param query as it was sent, or null
         */
        Answer answer(String path, String query) throws InterruptedException;

        /** Answers PUT. */
        default Answer put(String path, String body) throws InterruptedException {
            return ONLY_GET;
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Handler handler;

    private LocalHttp(HttpServer server, Handler handler) {
        this.server = server;
        this.handler = handler;
    }

    /**
     * Starts listening.
     *
     * @throws IOException if the address cannot be bound
     */
    public static LocalHttp open(InetSocketAddress address, Handler handler) throws IOException {
        var http = new LocalHttp(HttpServer.create(address, BACKLOG), handler);
        http.server.setExecutor(http.threads);
        http.server.createContext("/", http::handle);
        http.server.start();
        return http;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var answer = answer(exchange);
            var bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private Answer answer(HttpExchange exchange) throws IOException {
        if (!free.tryAcquire()) {
            return Answer.refusal(429, "too many concurrent requests");
        }
        try {
            var uri = exchange.getRequestURI();
            return switch (exchange.getRequestMethod()) {
                case "GET" -> handler.answer(uri.getPath(), uri.getRawQuery());
                case "PUT" -> put(uri.getPath(), exchange.getRequestBody());
                default -> ONLY_GET;
            };
        } catch (InterruptedException e) {
            return Answer.refusal(503, "the agent is stopping");
        } catch (RuntimeException e) {
            log.error("A request failed unexpectedly", e);
            return Answer.refusal(500, "the agent failed; see its log");
        } finally {
            free.release();
        }
    }

    private Answer put(String path, InputStream body) throws IOException, InterruptedException {
        var bytes = body.readNBytes(MAX_BODY + 1);
        return bytes.length > MAX_BODY
                ? Answer.refusal(413, "the body is longer than 4 KiB")
                : handler.put(path, new String(bytes, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
