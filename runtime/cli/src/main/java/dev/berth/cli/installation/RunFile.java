package dev.berth.cli.installation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * A file below {@code run/} that exists while a server or agent runs. After a kill -9 it remains.
 */
public record RunFile(JsonNode content, Instant writtenAt) {
    private static final JsonMapper JSON = new JsonMapper();

    /** Empty where there is none, or none that can be read. */
    public static Optional<RunFile> read(Path file) {
        try {
            var writtenAt = Files.getLastModifiedTime(file).toInstant();
            return Optional.of(new RunFile(JSON.readTree(Files.readAllBytes(file)), writtenAt));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    long pid() {
        return content.path("pid").asLong();
    }

    public boolean isAlive(BerthProgram program, DataFolder data) {
        return program.runsAs(pid(), data, writtenAt);
    }
}
