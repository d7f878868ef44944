package dev.berth.ecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.berth.ecs.SharedServer.Running;
import dev.berth.http.TestPort;
import dev.berth.protocol.sigv4.Signer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.EcsRequest;

/** What {@code docs/compatibility.md} says is so. */
@ExtendWith(SharedServer.class)
class CompatibilityTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("basedir", "."), "../../docs/compatibility.md").normalize();
    private static final Pattern ROW =
            Pattern.compile("\\| ([A-Z]\\w+) \\| (yes|partly|no) \\| ([^|]*) \\| ([^|]*) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");

    private final Running server;

    CompatibilityTest(Running server) {
        this.server = server;
    }

    /** One line of the document's table. */
    private record Row(String operation, String built, String difference, String shownBy) {}

    private static List<Row> rows() throws Exception {
        return Files.readAllLines(DOCUMENT).stream()
                .map(ROW::matcher)
                .filter(matcher -> matcher.matches())
                .map(
                        row ->
                                new Row(
                                        row.group(1),
                                        row.group(2),
                                        row.group(3).strip(),
                                        row.group(4).strip()))
                .toList();
    }

    @Test
    void theDocumentHasEveryOperationOfTheModelOnce() throws Exception {
        var model =
                Arrays.stream(EcsClient.class.getMethods())
                        .flatMap(method -> Arrays.stream(method.getParameterTypes()))
                        .filter(EcsRequest.class::isAssignableFrom)
                        .map(type -> type.getSimpleName().replaceFirst("Request$", ""))
                        .collect(Collectors.toCollection(HashSet::new));

        var listed = rows().stream().map(Row::operation).toList();

        assertThat(model).hasSize(77);
        assertThat(listed).containsExactlyInAnyOrderElementsOf(model).isSorted();
        var handled = new HashSet<>(server.operations());
        handled.addAll(UnsupportedOperations.NAMES);
        assertThat(handled).isEqualTo(model);
    }

    @Test
    void supportedOperationsHaveAHandlerAndPartialOnesNameTheDifference() throws Exception {
        for (var row : rows()) {
            assertThat(server.operations().contains(row.operation()))
                    .as(row.operation())
                    .isEqualTo(!row.built().equals("no"));
            assertThat(row.built().equals("partly"))
                    .as("a difference of " + row.operation())
                    .isEqualTo(!row.difference().isEmpty());
        }
    }

    @TestFactory
    Stream<DynamicTest> whatIsBuiltIsShownByTests() throws Exception {
        return rows().stream()
                .filter(row -> !row.built().equals("no"))
                .map(row -> dynamicTest(row.operation(), () -> assertShown(row)));
    }

    /** Each test that is named exists; whether it holds is its own business, in the same build. */
    private static void assertShown(Row row) throws Exception {
        var tests = TEST.matcher(row.shownBy()).results().toList();
        assertThat(tests).as("tests of " + row.operation()).isNotEmpty();
        for (var test : tests) {
            var type = named(test.group(1));
            assertThat(Arrays.stream(type.getDeclaredMethods()))
                    .as(test.group())
                    .anyMatch(
                            method ->
                                    method.getName().equals(test.group(2))
                                            && method.isAnnotationPresent(Test.class));
        }
    }

    /** The test class of that name, in whatever package it is. */
    private static Class<?> named(String test) throws Exception {
        var source = CompatibilityTest.class.getProtectionDomain().getCodeSource();
        var classes = Path.of(source.getLocation().toURI());
        try (var files = Files.walk(classes)) {
            var file =
                    files.filter(path -> path.endsWith(test + ".class"))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError("There is no test " + test));
            var name = classes.relativize(file).toString().replace('/', '.');
            return Class.forName(name.substring(0, name.length() - ".class".length()));
        }
    }

    @TestFactory
    Stream<DynamicTest> whatIsNotBuiltIsRefusedByName() throws Exception {
        var http = HttpClient.newHttpClient();
        return rows().stream()
                .filter(row -> row.built().equals("no"))
                .map(row -> dynamicTest(row.operation(), () -> assertRefused(http, row)));
    }

    private void assertRefused(HttpClient http, Row row) throws Exception {
        var headers =
                Map.of(
                        "content-type",
                        "application/x-amz-json-1.1",
                        "x-amz-target",
                        "AmazonEC2ContainerServiceV20141113." + row.operation());
        var uri = server.port().at("/");
        var body = "{}".getBytes(StandardCharsets.UTF_8);
        var request =
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(20))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        new Signer("ecs", TestPort.ARNS.region())
                .sign(TestPort.KEY, "POST", uri, headers, body, Instant.now())
                .forEach(request::header);

        var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .startsWith(
                        "{\"__type\":\"UnsupportedFeatureException\",\"message\":\""
                                + row.operation()
                                + " ");
    }
}
