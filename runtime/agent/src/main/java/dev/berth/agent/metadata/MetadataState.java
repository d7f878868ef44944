package dev.berth.agent.metadata;

import dev.berth.agent.json.Json;
import dev.berth.agent.state.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * The state of the metadata endpoint that is kept over restarts, because running containers use its
 * URIs.
 *
 * @param secret 32 bytes
 * @param address its last address, or null
 */
record MetadataState(byte[] secret, String address, int port) {
    private static final String FILE = "metadata.json";

    /** Loads the state from the agent's state folder, or creates a new secret. */
    static MetadataState load(Path folder) throws IOException {
        var file = folder.resolve(FILE);
        if (Files.exists(file)) {
            return Json.MAPPER.readValue(Files.readAllBytes(file), MetadataState.class);
        }
        var secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        var state = new MetadataState(secret, null, 0);
        state.save(folder);
        return state;
    }

    MetadataState at(String newAddress, int newPort) {
        return new MetadataState(secret, newAddress, newPort);
    }

    void save(Path folder) throws IOException {
        AtomicFile.write(folder.resolve(FILE), Json.MAPPER.writeValueAsBytes(this));
    }

    /** Omits the secret. */
    @Override
    public String toString() {
        return "MetadataState[" + address + ":" + port + "]";
    }
}
