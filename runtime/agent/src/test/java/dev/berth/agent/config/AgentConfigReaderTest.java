package dev.berth.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.agent.docker.PortRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentConfigReaderTest {
    private static final Map<String, String> HOME = Map.of("HOME", "/home/x");

    @TempDir private Path folder;

    @Test
    void everythingHasADefault() throws Exception {
        var config = AgentConfigReader.read(Map.of(), HOME, null);
        assertThat(config.access().server()).hasToString("http://127.0.0.1:7070");
        assertThat(config.cluster()).isEqualTo("default");
        assertThat(config.host().availabilityZone()).isEqualTo("us-east-1a");
        assertThat(config.folders().data()).isEqualTo(Path.of("/home/x/.berth"));
        assertThat(config.access().credentialsFile())
                .isEqualTo(Path.of("/home/x/.berth/credentials"));
        assertThat(config.name()).isEqualTo("default-var-run-docker-sock");
        assertThat(config.folders().state())
                .isEqualTo(Path.of("/home/x/.berth/agents/default-var-run-docker-sock"));
        assertThat(config.host().reservedPorts()).containsExactly(22, 2375, 2376, 51678, 51679);
        assertThat(config.containers().stopTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.containers().cleanUpWait()).isEqualTo(Duration.ofHours(3));
        var cat = new ProcessBuilder("cat", "/proc/sys/net/ipv4/ip_local_port_range").start();
        var range = new String(cat.getInputStream().readAllBytes()).strip().split("\\s+");
        assertThat(config.containers().dynamicPorts()).hasToString(range[0] + "-" + range[1]);
    }

    @Test
    void aFlagGoesBeforeTheEnvironmentThatBeforeTheFileThatBeforeTheDefault() throws Exception {
        var file =
                file(
                        """
                        cluster = from-file
                        region = eu-west-1
                        reserved-memory = 64
                        attributes { rack = r1 }
                        reserved-ports = [22, 80]
                        """);
        var environment = Map.of("ECS_CLUSTER", "from-environment", "ECS_RESERVED_MEMORY", "128");
        assertThat(AgentConfigReader.read(Map.of(), Map.of(), file).cluster())
                .isEqualTo("from-file");
        assertThat(AgentConfigReader.read(Map.of(), environment, file).cluster())
                .isEqualTo("from-environment");
        var config = AgentConfigReader.read(Map.of("cluster", "from-flag"), environment, file);
        assertThat(config.cluster()).isEqualTo("from-flag");
        assertThat(config.host().reservedMemory()).isEqualTo(128);
        assertThat(config.host().availabilityZone()).isEqualTo("eu-west-1a");
        assertThat(config.host().attributes()).containsEntry("rack", "r1");
        assertThat(config.host().reservedPorts()).containsExactly(22, 80);
    }

    @Test
    void theVariablesOfAmazonsAgentAreUnderstood() throws Exception {
        var config =
                AgentConfigReader.read(
                        Map.of(),
                        Map.of(
                                "ECS_CLUSTER", "arn:aws:ecs:us-east-1:000000000000:cluster/web",
                                "ECS_DATADIR", "/var/lib/ecs/data",
                                "ECS_INSTANCE_ATTRIBUTES", "{\"rack\":\"r1\"}",
                                "ECS_RESERVED_PORTS", "[22]",
                                "ECS_CONTAINER_STOP_TIMEOUT", "1m30s",
                                "ECS_DYNAMIC_HOST_PORT_RANGE", "40000-40999",
                                "ECS_AVAILABLE_LOGGING_DRIVERS", "[\"syslog\"]",
                                "ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION", "10m",
                                "AWS_ENDPOINT_URL", "http://10.0.0.1:7070",
                                "DOCKER_HOST", "tcp://10.0.0.2:2375"),
                        null);
        assertThat(config.cluster()).isEqualTo("web");
        assertThat(config.folders().state()).isEqualTo(Path.of("/var/lib/ecs/data"));
        assertThat(config.containers().stopTimeout()).isEqualTo(Duration.ofSeconds(90));
        assertThat(config.containers().dynamicPorts()).isEqualTo(new PortRange(40000, 40999));
        assertThat(config.host().loggingDrivers()).containsExactly("syslog");
        assertThat(config.containers().cleanUpWait()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.access().server()).hasToString("http://10.0.0.1:7070");
        assertThat(config.engine().dockerHost()).hasToString("tcp://10.0.0.2:2375");
    }

    @Test
    void aWrongValueIsRefusedWithItsSourceAndWhatIsExpected() throws Exception {
        assertRefused(Map.of("docker-host", "/var/run/docker.sock"), Map.of(), null)
                .hasMessage(
                        "flag --docker-host: expected unix:///path/to/docker.sock or"
                                + " tcp://host:port, got \"/var/run/docker.sock\"");
        assertRefused(Map.of(), Map.of("ECS_CONTAINER_STOP_TIMEOUT", "30"), null)
                .hasMessageStartingWith(
                        "environment variable ECS_CONTAINER_STOP_TIMEOUT: expected a time");
        assertRefused(Map.of(), Map.of("ECS_DYNAMIC_HOST_PORT_RANGE", "9-1"), null)
                .hasMessageContaining("expected a range of ports");
        var file = file("cluster = web\nreserved-ports = [22, 99999]\n");
        assertRefused(Map.of(), Map.of(), file)
                .hasMessageStartingWith(file + " line 2: reserved-ports: expected a JSON array");
        for (var bad :
                Map.of(
                                "reserved-memory", "-1",
                                "attributes", "[1]",
                                "cluster", "a b",
                                "server", "ftp://x",
                                "stop-timeout", "0s",
                                "reserved-ports", "22")
                        .entrySet()) {
            assertRefused(Map.of(bad.getKey(), bad.getValue()), Map.of(), null)
                    .hasMessageStartingWith("flag --" + bad.getKey() + ": expected ");
        }
    }

    @Test
    void aFileThatHoldsNoCaIsRefused() throws Exception {
        var file = file("cluster = web\n");
        assertRefused(Map.of("ca-file", file.toString()), Map.of(), null)
                .hasMessage(
                        "ca-file: %s: expected CA certificates as PEM (-----BEGIN CERTIFICATE-----)"
                                .formatted(file));
        assertRefused(Map.of(), Map.of("AWS_CA_BUNDLE", "/no/such/file"), null)
                .hasMessageStartingWith("ca-file: /no/such/file: expected a file");
    }

    @Test
    void aKeyThatDoesNotExistIsRefusedWithItsLine() throws Exception {
        var file = file("cluster = web\n\nclutser = web\n");
        assertRefused(Map.of(), Map.of(), file)
                .hasMessage(file + " line 3: unknown setting clutser");
        var broken = file("cluster = [\n");
        assertRefused(Map.of(), Map.of(), broken).hasMessageStartingWith(broken + " line ");
        assertRefused(Map.of(), Map.of(), folder.resolve("none"))
                .hasMessageContaining("cannot be read");
    }

    @Test
    void theReferenceConfigurationHoldsEveryDefault() throws Exception {
        var reference = Path.of("../../config/agent.conf");
        assertThat(AgentConfigReader.read(Map.of(), HOME, reference))
                .usingRecursiveComparison()
                .ignoringFields("containers.registries")
                .isEqualTo(AgentConfigReader.read(Map.of(), HOME, null));
        var text = Files.readString(reference);
        for (var setting : AgentSetting.values()) {
            assertThat(text).containsPattern("(?m)^#?" + setting.key() + " = ");
            setting.variables().forEach(variable -> assertThat(text).contains(variable));
        }
    }

    @Test
    void keysComeFromAFileAndAreReadAgainWhenItChanges() throws Exception {
        var file = folder.resolve("credentials");
        Files.writeString(
                file,
                """
                [other]
                aws_access_key_id = NO
                [default]
                # made by hand
                aws_access_key_id = AKID
                aws_secret_access_key = se=cret
                """);
        var credentials = credentials(Map.of("credentials-file", file.toString()), Map.of());
        assertThat(credentials.get().accessKeyId()).isEqualTo("AKID");
        assertThat(credentials.get().secretAccessKey()).isEqualTo("se=cret");

        Files.writeString(file, "[default]\naws_access_key_id=NEW\naws_secret_access_key=s\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1));
        assertThat(credentials.get().accessKeyId()).isEqualTo("NEW");
        Files.writeString(file, "[default]\naws_access_key_id=HALF");
        Files.setLastModifiedTime(file, FileTime.fromMillis(2));
        assertThat(credentials.get().accessKeyId()).isEqualTo("NEW");
    }

    @Test
    void keysComeFromTheEnvironmentWhereNoFileIsNamed() throws Exception {
        var environment = Map.of("AWS_ACCESS_KEY_ID", "AKID", "AWS_SECRET_ACCESS_KEY", "secret");
        assertThat(credentials(Map.of(), environment).get().accessKeyId()).isEqualTo("AKID");
        assertThatThrownBy(() -> credentials(Map.of(), Map.of("AWS_ACCESS_KEY_ID", "AKID")))
                .isInstanceOf(AgentConfigException.class)
                .hasMessageContaining("AWS_SECRET_ACCESS_KEY");
        assertThatThrownBy(() -> credentials(Map.of("data", folder.toString()), Map.of()))
                .isInstanceOf(AgentConfigException.class)
                .hasMessageContaining(folder.resolve("credentials").toString());
    }

    @Test
    void registryCredentialsComeFromTheEnvironmentOrTheFileAndAreReadAgain() throws Exception {
        var data = "{\"r.io\":{\"username\":\"me\",\"password\":\"s3cret1\"}}";
        var variables =
                Map.of(
                        "HOME",
                        "/h",
                        "ECS_ENGINE_AUTH_TYPE",
                        "docker",
                        "ECS_ENGINE_AUTH_DATA",
                        data);
        var config = AgentConfigReader.read(Map.of(), variables, null);
        assertThat(config.containers().registries().find("r.io/app").orElseThrow().password())
                .isEqualTo("s3cret1");
        assertThat(config.toString()).doesNotContain("s3cret1");

        var file =
                file(
                        "registry-auth-type = docker\nregistry-auth-data { \"r.io:5000\" {"
                                + " username = me, password = s3cret1 } }");
        var fromFile = AgentConfigReader.read(Map.of(), HOME, file).containers().registries();
        assertThat(fromFile.find("r.io:5000/a").orElseThrow().password()).isEqualTo("s3cret1");
        Files.writeString(file, Files.readString(file).replace("s3cret1", "two"));
        assertThat(fromFile.find("r.io:5000/a").orElseThrow().password()).isEqualTo("two");
    }

    @Test
    void aRefusalNeverQuotesRegistryCredentials() {
        var variables = Map.of("HOME", "/h", "ECS_ENGINE_AUTH_DATA", "{\"r.io\": s3cret");
        assertRefused(Map.of(), variables, null)
                .hasMessageStartingWith("environment variable ECS_ENGINE_AUTH_DATA: expected ")
                .message()
                .doesNotContain("s3cret");
    }

    private static AgentCredentials credentials(
            Map<String, String> flags, Map<String, String> environment)
            throws AgentConfigException {
        return AgentCredentials.of(AgentConfigReader.read(flags, environment, null), environment);
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(
            Map<String, String> flags, Map<String, String> environment, Path file) {
        return assertThatThrownBy(() -> AgentConfigReader.read(flags, environment, file))
                .isInstanceOf(AgentConfigException.class);
    }

    private Path file(String content) throws Exception {
        return Files.writeString(Files.createTempFile(folder, "agent", ".conf"), content);
    }
}
