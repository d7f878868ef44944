package dev.berth.integration.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The tests that {@code docs/operations.md} names exist. */
class OperationsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
    private static final String FAILURES = "| failure | effect | loss | action | tests |";

    private static List<String> lines() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/operations.md"));
    }

    @Test
    void everyNamedTestExists() throws IOException {
        var sources = testSources();
        var named = NAMED.matcher(String.join("\n", lines())).results().toList();
        assertThat(named).isNotEmpty();
        for (var test : named) {
            assertThat(sources).as(test.group()).containsKey(test.group(1));
            var declared =
                    "@(Test|ParameterizedTest|TestFactory)\\b(?s:.{0,300}?)\\bvoid "
                            + test.group(2)
                            + "\\(";
            assertThat(Files.readString(sources.get(test.group(1))))
                    .as(test.group())
                    .containsPattern(declared);
        }
    }

    @Test
    void everyFailureNamesItsTestsOrIsMarkedAsNotTestedYet() throws IOException {
        var rows =
                lines().stream()
                        .dropWhile(line -> !line.equals(FAILURES))
                        .skip(2)
                        .takeWhile(line -> line.startsWith("| "))
                        .toList();
        assertThat(rows).hasSizeGreaterThan(10);
        for (var row : rows) {
            var cells = row.split(" \\| ");
            assertThat(cells).as(row).hasSize(5);
            assertThat(cells[4].equals("not tested yet |") || NAMED.matcher(cells[4]).find())
                    .as(row)
                    .isTrue();
        }
    }

    /** By the name of the class. */
    private static Map<String, Path> testSources() throws IOException {
        var sources = new HashMap<String, Path>();
        try (var files = Files.walk(ROOT)) {
            files.filter(file -> ROOT.relativize(file).toString().contains("src/test/java/"))
                    .filter(file -> file.toString().endsWith(".java"))
                    .forEach(
                            file ->
                                    sources.put(
                                            file.getFileName().toString().replace(".java", ""),
                                            file));
        }
        return sources;
    }
}
