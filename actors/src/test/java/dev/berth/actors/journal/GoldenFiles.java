package dev.berth.actors.journal;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The bytes that each line of {@link EventTable} was first written with, and the same as readable
 * JSON beside them. A later version must still read them, so none is ever changed: a new line's
 * files are made by {@code -Dberth.golden.write=true}, which leaves alone what is there.
 */
final class GoldenFiles {

    static final ObjectMapper JSON = JournalCodec.configured(new JsonMapper());

    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private GoldenFiles() {}

    static byte[] bytes(String manifest) throws IOException {
        return Files.readAllBytes(FOLDER.resolve(name(manifest) + ".cbor"));
    }

    static String json(String manifest) throws IOException {
        return Files.readString(FOLDER.resolve(name(manifest) + ".json"));
    }

    static List<String> names() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static String name(String manifest) {
        return manifest.replace('/', '.');
    }

    static void writeWhatIsMissing() throws IOException {
        if (!Boolean.getBoolean("berth.golden.write")) {
            return;
        }
        Files.createDirectories(FOLDER);
        for (var sample : Samples.ALL.entrySet()) {
            var file = FOLDER.resolve(name(sample.getKey()) + ".cbor");
            if (Files.notExists(file)) {
                Files.write(file, JournalCodec.encode(sample.getValue()));
                var json = JSON.writerWithDefaultPrettyPrinter();
                Files.writeString(
                        FOLDER.resolve(name(sample.getKey()) + ".json"),
                        json.writeValueAsString(sample.getValue()) + "\n");
            }
        }
    }
}
