package dev.berth.integration.installation;

import dev.berth.integration.testbed.Await;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Fetches pages as somebody outside the Docker hosts does. */
public final class Http {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    private static final Duration ATTEMPT = Duration.ofSeconds(2);

    private Http() {}

    /** The page, as soon as the program behind the port serves it. */
    public static String get(String address, int port) {
        var uri = URI.create("http://%s:%d/".formatted(address, port));
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(uri).timeout(ATTEMPT).build();
            return Await.value(
                    uri + " to answer",
                    DEADLINE,
                    () -> {
                        var response = http.send(request, BodyHandlers.ofString());
                        return Optional.of(response)
                                .filter(r -> r.statusCode() == 200)
                                .map(r -> r.body().strip());
                    });
        }
    }
}
