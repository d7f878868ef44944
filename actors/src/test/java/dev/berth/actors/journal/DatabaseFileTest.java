package dev.berth.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody but its owner can read the embedded database, whatever the folder allows. */
class DatabaseFileTest {

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        file = folder.resolve("berth.mv.db");
    }

    private void run() {
        Database.open(DatabaseSettings.h2(folder.resolve("berth"))).close();
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void aNewFileIsItsOwnersOnly() throws Exception {
        try (var _ = Database.open(DatabaseSettings.h2(folder.resolve("berth")))) {
            assertThat(permissions()).isEqualTo("rw-------");
        }
        assertThat(permissions()).as("after it was compacted").isEqualTo("rw-------");
    }

    @Test
    void aFileThatOthersCouldReadIsTakenFromThem() throws Exception {
        run();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        run();
        assertThat(permissions()).isEqualTo("rw-------");
    }

    @Test
    void thereIsNoOtherFileInTheFolder() throws Exception {
        run();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
