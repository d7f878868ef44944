package dev.berth.agent.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.berth.agent.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The container instance of this agent, and the last manifest that it has read. Saved in one file
 * of the state folder.
 *
 * @param timeline the highest timeline of a manifest; manifests with lower or equal ones are
 *     outdated
 */
public record InstanceIdentity(String cluster, String containerInstanceArn, long timeline) {
    private static final String FILE = "instance.json";

    /** Loads the identity, if the agent has registered with this state. */
    public static Optional<InstanceIdentity> load(Path folder) throws IOException {
        var file = folder.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    Json.MAPPER.readValue(Files.readAllBytes(file), InstanceIdentity.class));
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not readable: " + e.getOriginalMessage(), e);
        }
    }

    public void save(Path folder) throws IOException {
        AtomicFile.write(folder.resolve(FILE), Json.MAPPER.writeValueAsBytes(this));
    }

    public InstanceIdentity withTimeline(long read) {
        return new InstanceIdentity(cluster, containerInstanceArn, Math.max(timeline, read));
    }
}
