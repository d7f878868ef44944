package dev.berth.integration.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** House rules that only the text of the sources can show. */
class SourceTest {
    private static final int MAX_LINES = 400;
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
    void noFileIsLongerThanOneIdea() throws IOException {
        var tooLong = new ArrayList<String>();
        for (var file : sources) {
            var length = Files.readAllLines(file).size();
            if (length >= MAX_LINES) tooLong.add(file + " has " + length + " lines");
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void noTestIsSkipped() throws IOException {
        // Put together here, so that this file does not find itself.
        var skips =
                Pattern.compile(
                        "@Dis"
                                + "abled|@En"
                                + "abled(If|On|For)|\\bassu"
                                + "me(That|True|False)\\(");
        var skipped = new ArrayList<String>();
        for (var file : sources)
            for (var line : Files.readAllLines(file))
                if (skips.matcher(line).find()) skipped.add(file + ": " + line.strip());
        assertThat(skipped).isEmpty();
    }
}
