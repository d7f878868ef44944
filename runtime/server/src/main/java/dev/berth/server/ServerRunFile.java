package dev.berth.server;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** {@code run/server.json} in the data folder: it exists while the server answers calls. */
final class ServerRunFile {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path path;

    /**
     * The data with which other programs on this machine find the server.
     *
     * @param caFile the CAs of its certificate; null if the JDK trusts it
     */
    record Running(long pid, String endpoint, String region, String accountId, Path caFile) {}

    ServerRunFile(Path data) {
        path = data.resolve("run").resolve("server.json");
    }

    /** Writes a temporary file and moves it, so that readers never see an incomplete file. */
    void write(Running running) throws IOException {
        var beside = path.resolveSibling("server.json.new");
        Files.write(beside, MAPPER.writeValueAsBytes(document(running)));
        Files.move(
                beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ObjectNode document(Running running) {
        var document =
                MAPPER.createObjectNode()
                        .put("pid", running.pid())
                        .put("endpoint", running.endpoint())
                        .put("region", running.region())
                        .put("accountId", running.accountId());
        return running.caFile() == null
                ? document
                : document.put("caFile", running.caFile().toString());
    }

    void remove() throws IOException {
        Files.deleteIfExists(path);
    }
}
