package dev.berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.server.config.ConfigReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationReloadTest {
    @TempDir private Path data;

    @Test
    void aFileThatIsWrongIsRefusedWithItsPlaceAndOneThatIsRightIsApplied() throws Exception {
        var file = data.resolve("berth.conf");
        ConfigurationReload.Reader reader =
                () ->
                        ConfigReader.read(
                                null,
                                Map.of("data", data.toString(), "server.port", "0"),
                                Map.of(),
                                data);
        try (var server = Server.start(reader.read(), reader)) {
            Files.writeString(file, "\nplugins.settings = 3\n");
            assertThat(server.reload().reload())
                    .singleElement()
                    .satisfies(
                            problem ->
                                    assertThat(problem)
                                            .contains("berth.conf: 2", "plugins.settings"));
            Files.writeString(file, "plugins.settings.mine { a = 1 }\n");
            assertThat(server.reload().reload()).isEqualTo(List.of());
        }
    }
}
