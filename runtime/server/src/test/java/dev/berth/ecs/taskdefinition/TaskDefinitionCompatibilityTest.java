package dev.berth.ecs.taskdefinition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.berth.wire.ApiException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Volume;

/** What {@code docs/compatibility.md} says of the members of a task definition is so. */
class TaskDefinitionCompatibilityTest {
    private static final Path ROOT =
            Path.of(System.getProperty("basedir", "."), "../..").normalize();
    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z][\\w.\\[\\]]+)` \\| (yes|partly|no) \\| (.*) \\| (.*) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final String CONTAINER = "containerDefinitions[].";
    private static final String VOLUME = "volumes[].";

    /** Something that each member can say, with ' for ". */
    private static final Map<String, String> SAMPLES = samples();

    private record Row(String member, String built, String difference, String shownBy) {}

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/compatibility.md")).stream()
                .map(ROW::matcher)
                .filter(row -> row.matches())
                .map(r -> new Row(r.group(1), r.group(2), r.group(3).strip(), r.group(4)))
                .toList();
    }

    @Test
    void theDocumentHasEveryMemberOfTheModelOnce() throws Exception {
        var model = new ArrayList<String>();
        model.addAll(members("", RegisterTaskDefinitionRequest.builder().build()));
        model.addAll(members(CONTAINER, ContainerDefinition.builder().build()));
        model.addAll(members(VOLUME, Volume.builder().build()));

        assertThat(rows())
                .extracting(Row::member)
                .containsExactlyInAnyOrderElementsOf(model)
                .containsExactlyInAnyOrderElementsOf(SAMPLES.keySet());
    }

    private static List<String> members(String outer, SdkPojo pojo) {
        return pojo.sdkFields().stream().map(field -> outer + field.locationName()).toList();
    }

    @TestFactory
    Stream<DynamicTest> whatIsBuiltIsAcceptedAndWhatIsNotIsRefusedByName() throws Exception {
        return rows().stream().map(row -> dynamicTest(row.member(), () -> assertAnswered(row)));
    }

    private static void assertAnswered(Row row) {
        var request = TaskDefinitionMembersTest.read(json(row.member()));
        if (!row.built().equals("no")) {
            assertThatNoException().isThrownBy(() -> register(request));
            return;
        }
        var name = row.member().substring(row.member().lastIndexOf('.') + 1);
        assertThat(catchThrowableOfType(ApiException.class, () -> register(request)))
                .isNotNull()
                .hasMessageContaining("does not support")
                .hasMessageContaining(name);
    }

    private static void register(RegisterTaskDefinitionRequest request) {
        TaskDefinitionRules.members().check("RegisterTaskDefinition", request);
        TaskDefinitionRules.check(request);
        TaskDefinitionDocument.of(request);
    }

    @TestFactory
    Stream<DynamicTest> whatIsBuiltIsShownByTests() throws Exception {
        var sources = testSources();
        return rows().stream()
                .map(row -> dynamicTest(row.member(), () -> assertShown(row, sources)));
    }

    private static void assertShown(Row row, Map<String, Path> sources) throws IOException {
        assertThat(row.built().equals("partly") && row.difference().isEmpty()).isFalse();
        var tests = TEST.matcher(row.shownBy()).results().toList();
        assertThat(tests.isEmpty()).isEqualTo(row.built().equals("no"));
        for (var test : tests) {
            assertThat(sources).containsKey(test.group(1));
            assertThat(sources.get(test.group(1)))
                    .content()
                    .contains("void " + test.group(2) + "(");
        }
    }

    /** The tests of all modules, by the name of their class. */
    private static Map<String, Path> testSources() throws IOException {
        var sources = new HashMap<String, Path>();
        for (var module : List.of("integration-tests", "runtime/agent", "runtime/server")) {
            try (var files = Files.walk(ROOT.resolve(module).resolve("src/test/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .forEach(
                                file -> {
                                    var name = file.getFileName().toString();
                                    sources.put(name.replace(".java", ""), file);
                                });
            }
        }
        return sources;
    }

    /** A definition that says the sample of this member, and else as little as possible. */
    private static String json(String member) {
        var name = member.substring(member.lastIndexOf('.') + 1);
        var said = new HashMap<String, String>(Map.of("family", "'f'"));
        var main =
                new HashMap<String, String>(
                        Map.of("name", "'main'", "image", "'i'", "memory", "9"));
        var volume = new HashMap<String, String>(Map.of("name", "'data'"));
        var place = member.startsWith(CONTAINER) ? main : member.startsWith(VOLUME) ? volume : said;
        place.put(name, SAMPLES.get(member));
        said.putIfAbsent("volumes", "[" + object(volume) + "]");
        said.putIfAbsent(
                "containerDefinitions",
                "[%s,{'name':'other','image':'i','memory':9}]".formatted(object(main)));
        return object(said);
    }

    private static String object(Map<String, String> members) {
        return members.entrySet().stream()
                .map(member -> "'" + member.getKey() + "':" + member.getValue())
                .toList()
                .toString()
                .replaceFirst("^\\[", "{")
                .replaceFirst("]$", "}");
    }

    private static Map<String, String> samples() {
        try (var lines = TaskDefinitionCompatibilityTest.class.getResourceAsStream("members.txt")) {
            var samples = new HashMap<String, String>();
            new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .forEach(pair -> samples.put(pair[0], pair[1]));
            return samples;
        } catch (IOException reason) {
            throw new UncheckedIOException(reason);
        }
    }
}
