package dev.berth.agent.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.berth.agent.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which container instance this agent is, and how far it has read the server's manifests. It lies
 * in one file of the state folder.
 *
 * @param timeline the highest timeline of a manifest; whatever is not above it is stale
 */
public record InstanceIdentity(String cluster, String containerInstanceArn, long timeline) {
    private static final String FILE = "instance.json";

    /** What was saved, if the agent ever registered with this state. */
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
