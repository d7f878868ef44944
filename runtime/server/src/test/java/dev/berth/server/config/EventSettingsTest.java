package dev.berth.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.SettingException;
import dev.berth.plugin.events.DetailType;
import dev.berth.plugin.events.EventDestination;
import dev.berth.pluginhost.settings.PluginSettings;
import dev.berth.plugins.webhook.WebhookFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
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
        assertThat(webhooks.get(0).address()).isEqualTo("https://a.example/hook");
        assertThat(webhooks.get(1).name()).isEqualTo("second");
        assertThat(webhooks.get(1).clusters()).isEqualTo(Set.of("blue"));
        assertThat(webhooks.get(1).detailTypes()).isEqualTo(Set.of(DetailType.SERVICE_ACTION));
    }

    @Test
    void theSectionOfThePluginAndTheShortFormExcludeEachOther() {
        assertThat(
                        problems(
                                "events.webhooks = [{ url = \"http://a/\", secret = \"0123456789abcdef\" }]\n"
                                        + "plugins.settings.webhook { receivers = [] }"))
                .singleElement()
                .asString()
                .contains("test.conf: 1: events.webhooks: expected no plugins.settings.webhook");
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
                "secret: expected a secret, or file: and the path | { url = \"http://a/\", secret-file = none }",
                "detail-types: expected a list of ECS Task State Change | { url = \"http://a/\","
                        + " secret = \"0123456789abcdef\", detail-types = [Tasks] }",
                "clusters: expected a list | { url = \"http://a/\", secret = \"0123456789abcdef\","
                        + " clusters = blue }",
                "key: unknown key | { url = \"http://a/\", key = 1, secret = \"0123456789abcdef\" }",
                "name: expected | { url = \"http://a/\", name = \"a b\", secret = \"0123456789abcdef\" }",
                "expected a list of sections | hidden",
            })
    void whatIsWrongIsRefusedWithFileAndLineAndWithoutTheValue(String example) {
        var parts = example.split(" \\| ");
        var problems = problems("events.webhooks = [\n" + parts[1] + "\n]");
        assertThat(problems).hasSize(1);
        assertThat(problems.getFirst())
                .contains("test.conf: ")
                .contains(parts[0])
                .doesNotContain("hidden");
    }

    @Test
    void noTwoWebhooksHaveOneName() {
        var one = "{ url = \"http://a/1\", secret = \"0123456789abcdef\" }\n";
        assertThat(problems("events.webhooks = [\n" + one + one + "]"))
                .singleElement()
                .asString()
                .contains("test.conf: 3: ", "expected a name that no other receiver has");
    }

    private List<String> problems(String text) {
        try {
            read(text);
            throw new AssertionError("nothing is refused");
        } catch (ConfigException reason) {
            return reason.problems();
        } catch (Refused reason) {
            return List.of(reason.getMessage());
        } catch (IOException reason) {
            throw new UncheckedIOException(reason);
        }
    }

    /**
     * The destinations, read by the plugin that ships with Berth, in the same way as at a start.
     */
    private List<EventDestination> read(String text) throws ConfigException, Refused, IOException {
        var file = home.resolve("test.conf");
        Files.writeString(file, text);
        var variables = Map.of("HOOK_SECRET", "from the environment");
        var config = ConfigReader.read(file, Map.of(), variables, home);
        var section = PluginSettings.of(config.plugins().settings(), "webhook");
        try {
            var sink = new WebhookFactory().create(section, null);
            if (section.unread() != null) {
                throw new Refused(section.unread());
            }
            return sink.destinations();
        } catch (SettingException reason) {
            throw new Refused(section.problem(reason));
        }
    }

    private static final class Refused extends Exception {
        Refused(String reason) {
            super(reason);
        }
    }
}
