package dev.berth.agent.metadata;

import dev.berth.agent.json.Json;
import dev.berth.agent.state.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/**
 * What of the metadata endpoint outlives an agent, since containers that run hold URIs of it.
 *
 * @param secret 32 bytes
 * @param address where it listened the last time, null before the first
 */
record MetadataState(byte[] secret, String address, int port) {
    private static final String FILE = "metadata.json";

    /** What lies in the agent's state folder, or a new secret. */
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

    /** Leaves out the secret. */
    @Override
    public String toString() {
        return "MetadataState[" + address + ":" + port + "]";
    }
}
