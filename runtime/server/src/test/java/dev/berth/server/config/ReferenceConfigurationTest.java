package dev.berth.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceConfigurationTest {
    private static final Path REFERENCE =
            Path.of(System.getProperty("basedir", "."), "../../config/berth.conf").normalize();
    private static final Map<String, String> VARIABLES =
            Map.of(
                    "OPERATIONS_SECRET", "a-secret-of-the-operators",
                    "BERTH_DATABASE_PASSWORD", "a-password",
                    "ADMIN_TOKEN", "0123456789abcdef",
                    "SHOP_WEBHOOK_SECRET", "0123456789abcdef");

    @TempDir Path folder;

    @Test
    void theReferenceConfigurationContainsTheDefaults() throws Exception {
        var written = ConfigReader.read(REFERENCE, Map.of(), Map.of(), folder);
        var defaults = ConfigReader.read(null, Map.of(), Map.of(), folder);

        assertThat(written).isEqualTo(defaults);
    }

    @Test
    void theReferenceConfigurationNamesEveryKeyAndItsExamplesAreValid() throws Exception {
        var uncommented =
                Files.readString(REFERENCE)
                        .lines()
                        .map(line -> line.replaceFirst("^(\\s*)#(?=[a-z{])", "$1"))
                        .collect(Collectors.joining("\n"));
        var file = Files.writeString(folder.resolve("all.conf"), uncommented);

        ConfigReader.read(file, Map.of(), VARIABLES, folder);

        var parsed = ConfigFactory.parseString(uncommented);
        assertThat(ServerSettings.ALL)
                .allSatisfy(
                        setting ->
                                assertThat(parsed.hasPathOrNull(setting.path()))
                                        .as(setting.path())
                                        .isTrue());
    }
}
