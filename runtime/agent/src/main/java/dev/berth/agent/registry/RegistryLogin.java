package dev.berth.agent.registry;

import dev.berth.agent.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The credentials of a registry: a user and a password, or an identity token.
 *
 * @param server the registry, such as {@code registry.example.com:5000}
 */
public record RegistryLogin(String server, String username, String password, String identityToken) {
    /** The value of the Engine API's {@code X-Registry-Auth}. */
    public String header() {
        var document = Json.MAPPER.createObjectNode();
        if (identityToken == null) {
            document.put("username", username).put("password", password);
        } else {
            document.put("identitytoken", identityToken);
        }
        document.put("serveraddress", server);
        return Base64.getUrlEncoder()
                .encodeToString(document.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Contains the server only. */
    @Override
    public String toString() {
        return "RegistryLogin[" + server + "]";
    }
}
