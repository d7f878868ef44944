package dev.berth.server.config;

import static dev.berth.domain.service.plan.ServicePolicy.Rebalancing.Mode.DRY_RUN;
import static dev.berth.domain.service.plan.ServicePolicy.Rebalancing.Mode.ON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.actors.retention.Retention;
import dev.berth.domain.service.plan.ServicePolicy;
import dev.berth.domain.service.plan.ServicePolicy.Rebalancing;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    @TempDir Path home;

    @Test
    void withoutAnySettingTheServerListensOnLoopbackAndKeepsItsDataInTheHomeFolder()
            throws Exception {
        var config = ConfigReader.read(null, Map.of(), Map.of(), home);

        assertThat(config.data()).isEqualTo(home.resolve(".berth"));
        assertThat(config.server())
                .isEqualTo(new ServerConfig.Server("127.0.0.1", 7070, null, 2 << 20, 12_000, null));
        assertThat(config.aws())
                .isEqualTo(new ServerConfig.Aws("000000000000", "us-east-1", List.of()));
        assertThat(config.persistence()).isEqualTo(new ServerConfig.Persistence(null, null, null));
        assertThat(config.retention()).isEqualTo(Retention.shown(Duration.ofHours(1)));
        assertThat(config.signature().maxSkew()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.admin().token()).isNull();
    }

    @Test
    void aFlagGoesBeforeAVariableAndAVariableBeforeTheFile() throws Exception {
        var file = write("server { host = 127.0.0.2, port = 1, max-body = 1 MiB }");
        var variables = Map.of("BERTH_SERVER_HOST", "127.0.0.3", "BERTH_SERVER_PORT", "2");

        var config = ConfigReader.read(file, Map.of("server.port", "3"), variables, home);

        assertThat(config.server())
                .isEqualTo(new ServerConfig.Server("127.0.0.3", 3, null, 1 << 20, 12_000, null));
    }

    @Test
    void theFileInTheDataFolderIsReadWhenNoneIsNamed() throws Exception {
        var data = Files.createDirectories(home.resolve("elsewhere"));
        Files.writeString(data.resolve("berth.conf"), "server.public-url = \"http://b:1/\"");

        var config = ConfigReader.read(null, Map.of("data", data.toString()), Map.of(), home);

        assertThat(config.data()).isEqualTo(data);
        assertThat(config.server().publicUrl()).isEqualTo(URI.create("http://b:1"));
    }

    @Test
    void theFilesOfTlsAreLookedForFromTheDataFolderOn() throws Exception {
        var file = write("server.tls { certificate = a.pem, key = /b.key, ca-file = c.pem }");

        var config = ConfigReader.read(file, Map.of(), Map.of(), home);

        assertThat(config.server().tls())
                .isEqualTo(
                        new ServerConfig.Tls(
                                config.data().resolve("a.pem"),
                                Path.of("/b.key"),
                                config.data().resolve("c.pem")));
    }

    @Test
    void aClusterOverridesSomeOfHowServicesAreScheduled() throws Exception {
        var file =
                write(
                        "services { replace-after = 1 minute, deployment-deadline = 1 hour,"
                                + " rebalance = dry-run, moves-per-minute = 5,"
                                + " clusters { batch { lost-agents = wait, keep = original,"
                                + " rebalance = on } } }");

        var services = ConfigReader.read(file, Map.of(), Map.of(), home).services();

        assertThat(services.of("other").replaceLostAfter()).isEqualTo(Duration.ofMinutes(1));
        assertThat(services.of("other").keep()).isEqualTo(ServicePolicy.Keep.REPLACEMENT);
        assertThat(services.of("batch").replaceLostAfter()).isNull();
        assertThat(services.of("batch").keep()).isEqualTo(ServicePolicy.Keep.ORIGINAL);
        assertThat(services.of("other").rebalancing()).isEqualTo(new Rebalancing(DRY_RUN, 5));
        assertThat(services.of("batch").rebalancing()).isEqualTo(new Rebalancing(ON, 5));
        assertThat(services.of("batch").deadline()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void withoutAnySettingServicesHaveTheDefaultPolicy() throws Exception {
        var services = ConfigReader.read(null, Map.of(), Map.of(), home).services();

        assertThat(services.of("any")).isEqualTo(ServicePolicy.DEFAULT);
    }

    @Test
    void aClusterWhoseServicesHaveAnUnknownKeyIsRefused() throws Exception {
        for (var wrong :
                List.of(
                        "lost = wait",
                        "lost-agents = kill",
                        "replace-after = 0 seconds",
                        "rebalance = maybe",
                        "moves-per-minute = 0")) {
            assertThat(problems(write("services.clusters.batch { " + wrong + " }")))
                    .singleElement()
                    .asString()
                    .contains("services.clusters: expected NAME { lost-agents = …");
        }
    }

    @Test
    void halfOfTlsIsRefused() throws Exception {
        for (var half : List.of("certificate = a", "key = b", "ca-file = c")) {
            assertThat(problems(write("server.tls { " + half + " }")))
                    .singleElement()
                    .asString()
                    .contains(": 1: server.tls: expected certificate and key, found");
        }
    }

    @Test
    void accessKeysComeFromTheFileAndMayNameVariables() throws Exception {
        var file =
                write(
                        "aws.access-keys = [ { access-key-id = ONE, secret-access-key = ${S} },"
                                + " { access-key-id = TWO, secret-access-key = two } ]");

        var config = ConfigReader.read(file, Map.of(), Map.of("S", "s3cret/+="), home);

        assertThat(config.aws().accessKeys())
                .containsExactly(new AccessKey("ONE", "s3cret/+="), new AccessKey("TWO", "two"));
        assertThat(config.toString()).contains("ONE").doesNotContain("s3cret");
    }

    @Test
    void anUnknownKeyIsRefusedWithItsFileItsLineAndTheKeysThatExist() throws Exception {
        var file = write("server {\n  host = localhost\n  prot = 7070\n}\n");

        assertThat(problems(file))
                .containsExactly(
                        file
                                + ": 3: server.prot: unknown key, expected one of server.host,"
                                + " server.max-body, server.max-connections, server.port,"
                                + " server.public-url, server.tls");
    }

    @Test
    void aQuotedKeyWithADotIsNotTheKeyItLooksLike() throws Exception {
        var file = write("\"server.port\" = 1");

        assertThat(problems(file))
                .singleElement()
                .asString()
                .contains(": 1: \"server.port\": unkn");
    }

    @Test
    void aSectionThatIsAValueIsRefused() throws Exception {
        var file = write("\nserver = 7070");

        assertThat(problems(file))
                .singleElement()
                .asString()
                .startsWith(file + ": 2: server: expected a section with server.host");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "server.port = abc | server.port: expected a whole number from 0 to 65535",
                "server.port = 70700 | server.port: expected a whole number from 0 to 65535",
                "server.port = 7070.5 | server.port: expected a whole number from 0 to 65535",
                "server.port = [1] | server.port: expected a whole number from 0 to 65535",
                "server.max-body = 1 KiB | server.max-body: expected a size from 64 KiB to 64 MiB",
                "server.public-url = \"ftp://x\" | server.public-url: expected a URL such as",
                "server.public-url = \"http://u@x\" | server.public-url: expected a URL such as",
                "aws.account-id = 12 | aws.account-id: expected twelve digits",
                "aws.region = Mars | aws.region: expected the name of a region",
                "aws.access-keys = x | aws.access-keys: expected a list of",
                "aws.access-keys = [{access-key-id = A}] | aws.access-keys: expected a list of",
                "retention.post-mortem = 59 minutes | retention.post-mortem: expected a time of at least 1",
                "retention.post-mortem-tasks = -1 | retention.post-mortem-tasks: expected a whole number",
                "retention.keep-journal = sometimes | retention.keep-journal: expected true or false",
                "retention.stopped-tasks = soon | retention.stopped-tasks: expected a time of at",
                "signature.max-skew = 2 hours | signature.max-skew: expected a time from 1 second",
            })
    void aWrongValueIsRefusedWithFileLinePathAndWhatWasExpected(String line, String sentence)
            throws Exception {
        var file = write(line);

        assertThat(problems(file)).singleElement().asString().startsWith(file + ": 1: " + sentence);
    }

    @Test
    void aWrongFlagAndAWrongVariableAreNamedAsSuch() {
        var refusal =
                catchThrowableOfType(
                        ConfigException.class,
                        () ->
                                ConfigReader.read(
                                        null,
                                        Map.of("server.port", "x"),
                                        Map.of("BERTH_AWS_REGION", "Y"),
                                        home));

        assertThat(refusal.problems())
                .containsExactly(
                        "flag --port: server.port: expected a whole number from 0 to 65535,"
                                + " found \"x\"",
                        "environment variable BERTH_AWS_REGION: aws.region: expected the name of"
                                + " a region, such as us-east-1, found \"Y\"");
    }

    @Test
    void noProblemQuotesASecret() throws Exception {
        assertThat(problems(write("admin.token = hushhush")))
                .singleElement()
                .asString()
                .contains("admin.token")
                .doesNotContain("hush");
        assertThat(problems(write("admin.token = \"hushhush\n\"x = 1")))
                .singleElement()
                .asString()
                .contains("berth.conf: 1: expected HOCON")
                .doesNotContain("hush");
    }

    @Test
    void aNamedFileMustExist() {
        var file = home.resolve("none.conf");

        assertThat(problems(file)).containsExactly(file + ": expected a readable file");
    }

    private Path write(String text) throws Exception {
        return Files.writeString(home.resolve("berth.conf"), text);
    }

    private List<String> problems(Path file) {
        return catchThrowableOfType(
                        ConfigException.class,
                        () -> ConfigReader.read(file, Map.of(), Map.of(), home))
                .problems();
    }
}
