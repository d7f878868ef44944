package dev.berth.cli.installation;

import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import dev.berth.protocol.client.Trust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A server process of this machine, as its run file describes it.
 *
 * @param caFile the CAs of its certificate; null for those that the JDK has
 */
public record RunningServer(long pid, URI endpoint, String region, String accountId, Path caFile) {
    public static RunningServer of(RunFile file) {
        var content = file.content();
        return new RunningServer(
                file.pid(),
                URI.create(content.path("endpoint").asText()),
                content.path("region").asText(),
                content.path("accountId").asText(),
                content.hasNonNull("caFile") ? Path.of(content.path("caFile").asText()) : null);
    }

    /** Whose certificates are believed to be the server's. */
    public Trust trust() {
        try {
            return Trust.in(caFile);
        } catch (IOException e) {
            throw new CliException(ExitCode.FAILED, "server.tls.ca-file: " + e.getMessage());
        }
    }

    /** Whether it answers for all that its journal holds. */
    public boolean isReady() throws InterruptedException {
        var request =
                HttpRequest.newBuilder(endpoint.resolve("/-/ready"))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try (var http = trust().client().build()) {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            if (Trust.explained(endpoint, e) instanceof Trust.Untrusted untrusted) {
                throw new CliException(ExitCode.FAILED, untrusted.getMessage());
            }
            return false;
        }
    }
}
