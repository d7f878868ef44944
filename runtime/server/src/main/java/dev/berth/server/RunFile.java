package dev.berth.server;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** {@code run/server.json} in the data folder: there while the server serves. */
final class RunFile {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path path;

    /** What others on this machine need in order to find the server. */
    record Running(long pid, String endpoint, String region, String accountId) {}

    RunFile(Path data) {
        path = data.resolve("run").resolve("server.json");
    }

    /** Written beside and moved: whoever reads it reads all of it. */
    void write(Running running) throws IOException {
        var beside = path.resolveSibling("server.json.new");
        Files.write(beside, MAPPER.writeValueAsBytes(running));
        Files.move(
                beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    void remove() throws IOException {
        Files.deleteIfExists(path);
    }
}
