package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Identifies a Docker Engine. Docker's own id is not sufficient: cloned machines, and daemons that
 * share {@code /etc/docker}, have the same id. The id here also includes the name of the host and
 * the data folder of the daemon.
 */
final class EngineId {
    private static final int BYTES = 8;

    private EngineId() {}

    /** Such as {@code myhost/0123456789abcdef}; empty if the engine does not return its id. */
    static String of(JsonNode info) {
        var id = info.path("ID").asText("");
        if (id.isEmpty()) {
            return "";
        }
        var name = info.path("Name").asText("");
        var all = String.join("\n", id, name, info.path("DockerRootDir").asText(""));
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(all.getBytes(StandardCharsets.UTF_8));
            return name.replaceAll("[^A-Za-z0-9._-]", "-")
                    + "/"
                    + HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
