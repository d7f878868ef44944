package dev.berth.integration.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** House rules that only the text of the sources can show. */
class SourceTest {
    private static final int LONGEST = 300;
    private static List<Path> sources;

    @BeforeAll
    static void find() throws IOException {
        var root = Path.of("").toAbsolutePath().getParent();
        try (var files = Files.walk(root)) {
            sources =
                    files.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !root.relativize(file).toString().contains("target/"))
                            .toList();
        }
        assertThat(sources)
                .as("sources below %s", root)
                .contains(
                        Path.of(
                                root.toString(),
                                "integration-tests/src/test/java",
                                SourceTest.class.getName().replace('.', '/') + ".java"));
    }

    @Test
    void noFileIsLongerThanOneIdea() {
        assertThat(sources).allSatisfy(file -> assertThat(lines(file)).hasSizeLessThan(LONGEST));
    }

    @Test
    void noTestIsSkipped() {
        // Put together here, so that this file does not find itself.
        var skipping =
                List.of(
                        "@Dis" + "abled",
                        "@Enabled" + "If",
                        "@Enabled" + "On",
                        "assume" + "That(",
                        "assume" + "True(",
                        "assume" + "False(",
                        "Assump" + "tions");
        assertThat(sources)
                .allSatisfy(
                        file ->
                                assertThat(lines(file))
                                        .noneMatch(
                                                line ->
                                                        skipping.stream()
                                                                .anyMatch(line::contains)));
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file);
    }
}
