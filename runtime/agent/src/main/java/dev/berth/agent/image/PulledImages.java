package dev.berth.agent.image;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.berth.agent.json.Json;
import dev.berth.agent.state.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images that this agent has pulled, with the moment a task used each last; in a file, so that
 * they are known after a restart. What others brought to the host is not here and is never removed.
 * Any thread may call.
 */
public final class PulledImages {
    private static final Logger log = LoggerFactory.getLogger(PulledImages.class);
    private static final TypeReference<TreeMap<String, Instant>> CONTENT = new TypeReference<>() {};

    private final Path file;
    private final Map<String, Instant> lastUsed;

    private PulledImages(Path file, Map<String, Instant> lastUsed) {
        this.file = file;
        this.lastUsed = lastUsed;
    }

    /** A file that cannot be read is begun anew: all that is lost is what could be cleaned up. */
    public static PulledImages load(Path file) {
        try {
            if (Files.exists(file)) {
                return new PulledImages(
                        file, Json.MAPPER.readValue(Files.readAllBytes(file), CONTENT));
            }
        } catch (IOException e) {
            log.warn("{} cannot be read; starting it anew. {}", file, e.toString());
        }
        return new PulledImages(file, new TreeMap<>());
    }

    synchronized boolean contains(String image) {
        return lastUsed.containsKey(image);
    }

    /** The agent has pulled it. */
    synchronized void pulled(String image, Instant at) {
        lastUsed.put(image, at);
        save();
    }

    /** A task uses it; nothing for an image that the agent has not pulled. */
    synchronized void used(String image, Instant at) {
        if (lastUsed.replace(image, at) != null) {
            save();
        }
    }

    synchronized void forget(String image) {
        lastUsed.remove(image);
        save();
    }

    /** Those that were last used before this moment, the oldest first. */
    synchronized List<String> unusedSince(Instant moment) {
        return lastUsed.entrySet().stream()
                .filter(image -> image.getValue().isBefore(moment))
                .sorted(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .toList();
    }

    private void save() {
        try {
            AtomicFile.write(file, Json.MAPPER.writeValueAsBytes(lastUsed));
        } catch (IOException e) {
            log.warn("{} cannot be written; images stay until it can. {}", file, e.toString());
        }
    }
}
