package dev.berth.cli.local;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.cli.installation.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StartupTest {
    @TempDir private Path folder;

    @Test
    void aDataFolderThatCannotBeMadeIsSaidWithTheReason() throws Exception {
        var file = Files.createFile(folder.resolve("file"));
        var data = DataFolder.of(file.resolve("data"));

        assertThatThrownBy(() -> new Startup(data, Duration.ofSeconds(1)).server(List.of()))
                .hasMessageStartingWith("Cannot create the data folder " + data.path() + ": ");
    }
}
