package dev.berth.cli.ecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.installation.RunningServer;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

/** The server's own pages, below {@code /berth/v1/}, read with the signature of an AWS call. */
public final class ServerPages implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Until an answer begins: longer than the server gives an agent for its first lines. */
    private static final Duration HEAD = Duration.ofSeconds(40);

    private final RunningServer server;
    private final Credentials credentials;
    private final Signer signer;
    private final HttpClient http;

    public ServerPages(RunningServer server, Credentials credentials) {
        this.server = server;
        this.credentials = credentials;
        this.http = server.trust().client().build();
        this.signer = new Signer("ecs", server.region());
    }

    /**
     * The lines of a page as they arrive; the caller closes the stream.
     *
     * @param path with its query, after {@code /berth/v1/}
     * @throws CliException with the message of the server if it refuses
     */
    public Stream<String> lines(String path) throws IOException, InterruptedException {
        var response =
                http.send(
                        signed(server.endpoint().resolve("/berth/v1/" + path)),
                        BodyHandlers.ofLines());
        if (response.statusCode() == 200) {
            return response.body();
        }
        try (var body = response.body()) {
            var message = parse(String.join("", body.toList())).path("message").asText("");
            throw new CliException(
                    response.statusCode() == 404 ? ExitCode.NOT_FOUND : ExitCode.FAILED,
                    message.isEmpty()
                            ? "The server answered with " + response.statusCode() + "."
                            : message);
        }
    }

    /** The JSON of a page. */
    public JsonNode json(String path) throws IOException, InterruptedException {
        try (var lines = lines(path)) {
            return parse(String.join("\n", lines.toList()));
        }
    }

    private HttpRequest signed(URI uri) {
        var request = HttpRequest.newBuilder(uri).timeout(HEAD);
        signer.sign(credentials, "GET", uri, Map.of(), new byte[0], Instant.now())
                .forEach(request::header);
        return request.build();
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CliException(ExitCode.FAILED, "The answer is not one of a Berth server.");
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
