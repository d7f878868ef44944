package dev.berth.agent.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.agent.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Credentials by registry, in the two formats of Amazon's agent (ECS_ENGINE_AUTH_TYPE): {@code
 * dockercfg}, with user and password in one base64 text, and {@code docker}, with user and password
 * as two members. Messages never contain its values.
 */
public final class AuthData {
    public static final AuthData EMPTY = new AuthData(Map.of());

    private final Map<String, RegistryLogin> logins;

    private AuthData(Map<String, RegistryLogin> logins) {
        this.logins = Map.copyOf(logins);
    }

    /**
     * Parses ECS_ENGINE_AUTH_DATA.
     *
     * @param type {@code dockercfg} or {@code docker}
     * @throws IllegalArgumentException if the format is invalid
     */
    public static AuthData parse(String type, String data) {
        try {
            var root = Json.MAPPER.readTree(data);
            if (!root.isObject()) {
                throw new IllegalArgumentException("not a JSON object");
            }
            return switch (type) {
                case "dockercfg" -> of(root.path("auths").isObject() ? root.path("auths") : root);
                case "docker" -> of(root);
                default -> throw new IllegalArgumentException("unknown type");
            };
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "not JSON"); // the parser's message contains the input
        }
    }

    /** Parses a map from registries to credentials, each in one of the two formats. */
    static AuthData of(JsonNode auths) {
        var logins = new HashMap<String, RegistryLogin>();
        for (var entry : auths.properties()) {
            var server = RegistryName.normal(entry.getKey());
            login(server, entry.getValue()).ifPresent(login -> logins.put(server, login));
        }
        return new AuthData(logins);
    }

    private static Optional<RegistryLogin> login(String server, JsonNode entry) {
        var token = entry.path("identitytoken").asText("");
        if (!token.isEmpty()) {
            return Optional.of(new RegistryLogin(server, null, null, token));
        }
        var username = entry.path("username").asText("");
        var password = entry.path("password").asText("");
        var auth = entry.path("auth").asText("");
        if (!auth.isEmpty()) {
            var parts =
                    new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8)
                            .split(":", 2);
            if (parts.length < 2) {
                throw new IllegalArgumentException("auth is not user:password in base64");
            }
            username = parts[0];
            password = parts[1].replaceFirst("\0+$", "");
        }
        return username.isEmpty()
                ? Optional.empty()
                : Optional.of(new RegistryLogin(server, username, password, null));
    }

    /** The login for an image's repository: that of the longest matching key, as in ECS. */
    Optional<RegistryLogin> find(String repository) {
        var registry = RegistryName.of(repository);
        RegistryLogin found = logins.get(registry);
        var longest = found == null ? "" : registry;
        for (var entry : logins.entrySet()) {
            var key = entry.getKey();
            if (RegistryName.host(key).equals(registry)
                    && key.length() > longest.length()
                    && (repository.equals(key) || repository.startsWith(key + "/"))) {
                longest = key;
                found = entry.getValue();
            }
        }
        return Optional.ofNullable(found);
    }

    boolean isEmpty() {
        return logins.isEmpty();
    }

    /** Contains the names of the registries only. */
    @Override
    public String toString() {
        return "AuthData" + logins.keySet();
    }
}
