package dev.berth.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BerthProgramTest {
    @TempDir private Path folder;

    @Test
    void logsAreReadableByTheirOwnerOnlyAlsoThoseThatWereThereBefore() throws Exception {
        var made = folder.resolve("server.log");
        BerthProgram.createPrivate(made);
        var before = Files.writeString(folder.resolve("agent.log"), "kept");
        Files.setPosixFilePermissions(before, PosixFilePermissions.fromString("rw-r--r--"));
        BerthProgram.createPrivate(before);

        for (var file : new Path[] {made, before}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        assertThat(before).hasContent("kept");
    }
}
