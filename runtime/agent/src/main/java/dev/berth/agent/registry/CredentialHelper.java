package dev.berth.agent.registry;

import dev.berth.agent.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A program {@code docker-credential-NAME} that stores credentials, as used by the Docker CLI. */
record CredentialHelper(String name) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int DEADLINE_SECONDS = 30;
    private static final int MAX_ANSWER = 64 * 1024;
    private static final String TOKEN = "<token>";

    /**
     * Gets the credentials of a registry; empty if the helper has none.
     *
     * @throws IOException if the helper cannot be run or does not answer; the message does not
     *     contain its output
     */
    Optional<RegistryLogin> get(String key) throws IOException, InterruptedException {
        var program = "docker-credential-" + name;
        if (!NAME.matcher(name).matches()) {
            throw new IOException("the name of a credential helper is not valid");
        }
        var process =
                new ProcessBuilder(program, "get")
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            try (var input = process.getOutputStream()) {
                input.write((key + "\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The helper has answered without reading its input.
            }
            var watchdog = Thread.ofVirtual().start(() -> endAfterDeadline(process));
            var output = process.getInputStream().readNBytes(MAX_ANSWER);
            var exit = process.waitFor();
            watchdog.interrupt();
            if (exit != 0) {
                var text = new String(output, StandardCharsets.UTF_8);
                if (text.contains("credentials not found")) {
                    return Optional.empty();
                }
                throw new IOException(program + " ended with exit code " + exit);
            }
            var answer = Json.MAPPER.readTree(output);
            var user = answer.path("Username").asText("");
            var secret = answer.path("Secret").asText("");
            if (secret.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    user.equals(TOKEN)
                            ? new RegistryLogin(key, null, null, secret)
                            : new RegistryLogin(key, user, secret, null));
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IOException(program + " did not answer with JSON");
        } finally {
            process.destroyForcibly();
        }
    }

    private static void endAfterDeadline(Process process) {
        try {
            if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            // It has ended.
        }
    }
}
