package dev.berth.cli.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A server process of this machine, as its run file describes it. */
public record RunningServer(long pid, URI endpoint, String region, String accountId) {
    static RunningServer of(RunFile file) {
        var content = file.content();
        return new RunningServer(
                file.pid(),
                URI.create(content.path("endpoint").asText()),
                content.path("region").asText(),
                content.path("accountId").asText());
    }

    /** Whether it answers for all that its journal holds. */
    public boolean isReady() throws InterruptedException {
        var request =
                HttpRequest.newBuilder(endpoint.resolve("/-/ready"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }
}
