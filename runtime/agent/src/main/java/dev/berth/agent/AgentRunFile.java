package dev.berth.agent;

import dev.berth.agent.config.AgentConfig;
import dev.berth.agent.json.Json;
import dev.berth.agent.metadata.MetadataStatus;
import dev.berth.agent.state.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file for other programs on this machine about a running agent: {@code run/agent-<name>.json} in
 * the data folder.
 */
final class AgentRunFile implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AgentRunFile.class);

    private final Path file;
    private final AgentConfig config;
    private final String instance;
    private final MetadataStatus metadata;
    private boolean removed;

    AgentRunFile(AgentConfig config, String instance, MetadataStatus metadata) throws IOException {
        this.file =
                Files.createDirectories(config.folders().data().resolve("run"))
                        .resolve("agent-" + config.name() + ".json");
        this.config = config;
        this.instance = instance;
        this.metadata = metadata;
    }

    synchronized void write(boolean connected) {
        if (removed) {
            return;
        }
        var content =
                Json.MAPPER
                        .createObjectNode()
                        .put("pid", ProcessHandle.current().pid())
                        .put("dockerHost", config.engine().dockerHost().toString())
                        .put("cluster", config.cluster())
                        .put("containerInstanceArn", instance)
                        .put("connected", connected)
                        .put("taskMetadata", metadata.word());
        if (metadata instanceof MetadataStatus.Unavailable(var reason)) {
            content.put("taskMetadataReason", reason);
        }
        try {
            AtomicFile.write(file, Json.MAPPER.writeValueAsBytes(content));
        } catch (IOException e) {
            log.warn("Cannot write {}: {}", file, e.toString());
        }
    }

    @Override
    public synchronized void close() {
        removed = true;
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("Cannot remove {}: {}", file, e.toString());
        }
    }
}
