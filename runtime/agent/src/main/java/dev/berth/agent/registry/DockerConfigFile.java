package dev.berth.agent.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.agent.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The {@code config.json} of the Docker CLI: {@code auths}, {@code credHelpers}, {@code
 * credsStore}. It is read for each pull, so that a change takes effect without a restart.
 */
record DockerConfigFile(Path file) {
    private static final String DOCKER_HUB_KEY = "https://index.docker.io/v1/";

    /**
     * The login for an image's repository.
     *
     * @throws IOException if the file or a helper cannot be read; the message does not contain
     *     their content
     */
    Optional<RegistryLogin> find(String repository) throws IOException, InterruptedException {
        var config = read();
        var registry = RegistryName.of(repository);
        var helper = helper(config, registry);
        if (!helper.isEmpty()) {
            var key = registry.equals(RegistryName.DOCKER_HUB) ? DOCKER_HUB_KEY : registry;
            var found = new CredentialHelper(helper).get(key);
            if (found.isPresent()) {
                return found;
            }
        }
        try {
            return AuthData.of(config.path("auths")).find(repository);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": an entry of auths is not user:password in base64");
        }
    }

    private static String helper(JsonNode config, String registry) {
        for (var entry : config.path("credHelpers").properties()) {
            if (RegistryName.normal(entry.getKey()).equals(registry)) {
                return entry.getValue().asText("");
            }
        }
        return config.path("credsStore").asText("");
    }

    private JsonNode read() throws IOException {
        try {
            return Json.MAPPER.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not JSON");
        }
    }
}
