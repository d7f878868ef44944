package dev.berth.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.events.DetailType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSettingsTest {
    @TempDir Path home;

    @Test
    void aWebhookHasASecretFromTheEnvironmentOrFromAFile() throws Exception {
        Files.createDirectories(home.resolve(".berth"));
        Files.writeString(home.resolve(".berth/hook.secret"), "a secret in a file\n");
        var webhooks =
                read(
                        """
                        events.webhooks = [
                          { url = "https://a.example/hook", secret = ${HOOK_SECRET} }
                          { name = second, url = "http://b:1/", secret-file = hook.secret,
                            clusters = [blue], detail-types = ["ECS Service Action"] }
                        ]
                        """);
        assertThat(webhooks.get(0).name()).isEqualTo("a.example");
        assertThat(webhooks.get(0).url()).isEqualTo(URI.create("https://a.example/hook"));
        assertThat(webhooks.get(0).secret())
                .isEqualTo("from the environment".getBytes(StandardCharsets.UTF_8));
        assertThat(webhooks.get(1).name()).isEqualTo("second");
        assertThat(webhooks.get(1).secret())
                .isEqualTo("a secret in a file".getBytes(StandardCharsets.UTF_8));
        assertThat(webhooks.get(1).filter().clusters()).isEqualTo(Set.of("blue"));
        assertThat(webhooks.get(1).filter().types()).isEqualTo(Set.of(DetailType.SERVICE_ACTION));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "url: expected | { secret = \"0123456789abcdef\" }",
                "url: expected | { url = \"ftp://a/\", secret = \"0123456789abcdef\" }",
                "url: expected | { url = \"http://u:hidden@a/\", secret = \"0123456789abcdef\" }",
                "either secret or secret-file | { url = \"http://a/\" }",
                "either secret or secret-file | { url = \"http://a/\", secret = \"0123456789abcdef\","
                        + " secret-file = f }",
                "secret: expected at least 16 bytes | { url = \"http://a/\", secret = hidden }",
                "secret-file: expected a file | { url = \"http://a/\", secret-file = none }",
                "detail-types: expected a list of ECS Task State Change | { url = \"http://a/\","
                        + " secret = \"0123456789abcdef\", detail-types = [Tasks] }",
                "clusters: expected a list | { url = \"http://a/\", secret = \"0123456789abcdef\","
                        + " clusters = blue }",
                "key: unknown key | { url = \"http://a/\", key = 1, secret = \"0123456789abcdef\" }",
                "name: expected | { url = \"http://a/\", name = \"a b\", secret = \"0123456789abcdef\" }",
                "expected { url | hidden",
            })
    void whatIsWrongIsRefusedWithFileAndLineAndWithoutTheValue(String example) {
        var parts = example.split(" \\| ");
        var problems = problems("events.webhooks = [\n" + parts[1] + "\n]");
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst())
                .contains("test.conf: 2: events.webhooks: ")
                .contains(parts[0])
                .doesNotContain("hidden");
    }

    @Test
    void noTwoWebhooksHaveOneName() {
        var one = "{ url = \"http://a/1\", secret = \"0123456789abcdef\" }\n";
        assertThat(problems("events.webhooks = [\n" + one + one + "]"))
                .singleElement()
                .asString()
                .contains("test.conf: 3: ", "name: expected one that no other webhook has");
    }

    private List<String> problems(String text) {
        return catchThrowableOfType(ConfigException.class, () -> read(text)).problems();
    }

    private List<dev.berth.events.Webhook> read(String text) throws Exception {
        var file = home.resolve("test.conf");
        Files.writeString(file, text);
        var variables = Map.of("HOOK_SECRET", "from the environment");
        return ConfigReader.read(file, Map.of(), variables, home).events().webhooks();
    }
}
