package dev.berth.integration.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.BerthAgent;
import dev.berth.integration.installation.BerthServer;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import dev.berth.integration.testbed.Bench;
import dev.berth.integration.testbed.BusyboxImage;
import dev.berth.integration.testbed.ChildProcess;
import dev.berth.integration.testbed.Command;
import dev.berth.integration.testbed.DockerHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;

/** Images of a registry that wants a user and a password, over TLS. */
@OnEmbeddedDatabase
class RegistryIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String PASSWORD = "s3cret-of-the-registry";

    /** The user berth with that password, in bcrypt. */
    private static final String HTPASSWD =
            "berth:$2y$05$/oG4EN3PFRUh9AoBp5am..EHJOmOGwS6.9Lm6GUYXmcU/ENojLRO6\n";

    private final Bench bench;
    private final DockerHost host;
    private final Path folder;
    private final BerthServer server;
    private Ecs ecs;
    private ChildProcess registry;
    private String address;
    private Path trusted;
    private BerthAgent agent;

    RegistryIT(Lab lab) {
        bench = lab.bench();
        host = bench.host("registry");
        folder = bench.workspace().resolve("registry");
        server = lab.server("registry");
    }

    @BeforeEach
    void setUp() throws Exception {
        Files.createDirectories(folder);
        var free = 0;
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName(host.outside()))) {
            free = socket.getLocalPort();
        }
        address = host.outside() + ":" + free;
        makeCertificate();
        startRegistry();
        push();
        server.start();
        ecs = new Ecs(server, "default");
        ecs.client().createCluster(r -> r.clusterName("default"));
        agent = BerthAgent.of(bench, server, host, "default");
    }

    @AfterEach
    void tearDown() throws IOException {
        agent.close();
        ecs.close();
        server.close();
        host.removeContainers(Map.of());
        registry.kill();
        Files.deleteIfExists(trusted.resolve("ca.crt"));
        Files.deleteIfExists(trusted);
    }

    @Test
    void anImageIsPulledWithTheRightCredentialsAndNoOthers() throws Exception {
        agent.with(authData("wrong")).start();
        assertThat(whyStopped()).contains("CannotPullContainerError").contains("unauthorized");
        agent.stop();

        agent.with(Map.of()).start();
        assertThat(whyStopped()).contains("CannotPullContainerError");
        agent.stop();

        agent.with(authData(PASSWORD)).start();
        assertThat(reasonOrRunning()).isEqualTo("RUNNING");
        assertNowhere();
    }

    @Test
    void aDockerConfigIsReadAgainAndItsCredentialHelperIsAsked() throws Exception {
        var config = Files.createDirectories(folder.resolve("docker")).resolve("config.json");
        Files.writeString(config, "{}");
        var helpers = Files.createDirectories(folder.resolve("helpers"));
        var path = helpers + ":" + System.getenv("PATH");
        agent.with(Map.of("DOCKER_CONFIG", config.getParent().toString(), "PATH", path)).start();
        assertThat(whyStopped()).contains("CannotPullContainerError");

        var helper = helpers.resolve("docker-credential-berth-test");
        Files.writeString(
                helper,
                "#!/bin/sh\nread server\necho '{\"Username\":\"berth\",\"Secret\":\"%s\"}'\n"
                        .formatted(PASSWORD));
        Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwx------"));
        Files.writeString(config, "{\"credHelpers\":{\"%s\":\"berth-test\"}}".formatted(address));
        assertThat(reasonOrRunning()).isEqualTo("RUNNING");
        assertNowhere();
    }

    @Test
    void theTasksOfADeploymentRunTheImageThatItsFirstTaskHad() throws Exception {
        agent.with(authData(PASSWORD)).start();
        var definition = definition();
        ecs.client()
                .createService(
                        r ->
                                r.cluster("default")
                                        .serviceName("pinned")
                                        .taskDefinition(definition)
                                        .desiredCount(1));
        var first = awaitDigests(1).getFirst();
        Await.until("the image to be resolved", TIMEOUT, () -> first.equals(resolved()));

        pushAnother();
        ecs.client().updateService(r -> r.cluster("default").service("pinned").desiredCount(2));
        assertThat(awaitDigests(2)).containsExactly(first, first);

        ecs.client()
                .updateService(
                        r -> r.cluster("default").service("pinned").forceNewDeployment(true));
        Await.holds(
                "the next deployment to run the other image",
                TIMEOUT,
                () ->
                        assertThat(digests())
                                .hasSize(2)
                                .doesNotContain(first)
                                .allMatch(digest -> digest.startsWith("sha256:")));
        ecs.client().deleteService(r -> r.cluster("default").service("pinned").force(true));
    }

    /** The digest of the service's only container, or null. */
    private String resolved() {
        var revision =
                ecs.client()
                        .listServiceDeployments(r -> r.cluster("default").service("pinned"))
                        .serviceDeployments()
                        .getFirst()
                        .targetServiceRevisionArn();
        return ecs.client()
                .describeServiceRevisions(r -> r.serviceRevisionArns(revision))
                .serviceRevisions()
                .getFirst()
                .containerImages()
                .getFirst()
                .imageDigest();
    }

    private List<String> awaitDigests(int count) {
        Await.until(count + " tasks with digests", TIMEOUT, () -> digests().size() == count);
        return digests();
    }

    /** Of the tasks that run, each of which shows the image as it is written. */
    private List<String> digests() {
        return ecs.describe(ecs.list(DesiredStatus.RUNNING)).stream()
                .filter(task -> task.lastStatus().equals("RUNNING"))
                .map(task -> Ecs.container(task, "main"))
                .peek(main -> assertThat(main.image()).isEqualTo(address + "/team/private:1"))
                .map(main -> main.imageDigest())
                .toList();
    }

    private Map<String, String> authData(String password) {
        return Map.of(
                "ECS_ENGINE_AUTH_TYPE",
                "dockercfg",
                "ECS_ENGINE_AUTH_DATA",
                "{\"https://%s\":{\"auth\":\"%s\"}}"
                        .formatted(
                                address,
                                Base64.getEncoder()
                                        .encodeToString(
                                                ("berth:" + password)
                                                        .getBytes(StandardCharsets.UTF_8))));
    }

    private String whyStopped() {
        var task = ecs.awaitStopped(ecs.run(definition()));
        return Ecs.container(task, "main").reason();
    }

    private String reasonOrRunning() {
        var running = ecs.awaitRunning(ecs.run(definition()));
        return running.lastStatus();
    }

    private String definition() {
        return ecs.register("private", Containers.idle("main").image(address + "/team/private:1"));
    }

    /** The password is in no file of the server or the agent, and in no log. */
    private void assertNowhere() throws IOException {
        var encoded =
                Base64.getEncoder()
                        .encodeToString(("berth:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        var files = List.of(server.data(), bench.workspace());
        for (var root : files) {
            try (Stream<Path> all = Files.walk(root, root.equals(server.data()) ? 20 : 1)) {
                for (var file : all.filter(Files::isRegularFile).toList()) {
                    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                            .as(file.toString())
                            .doesNotContain(PASSWORD)
                            .doesNotContain(encoded);
                }
            }
        }
    }

    private void makeCertificate() throws IOException {
        var script =
                """
                cd "$1"
                openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
                    -keyout key.pem -out cert.pem -subj /CN=registry \
                    -addext subjectAltName=IP:$2
                """;
        Command.run("sh", "-ec", script, "sh", folder.toString(), host.outside());
        trusted = Path.of("/etc/docker/certs.d", address);
        Files.createDirectories(trusted);
        Files.copy(folder.resolve("cert.pem"), trusted.resolve("ca.crt"));
    }

    private void startRegistry() throws IOException {
        Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
        Files.writeString(
                folder.resolve("registry.yml"),
                """
                version: 0.1
                storage:
                  filesystem: {rootdirectory: %1$s/images}
                http:
                  addr: %2$s
                  tls: {certificate: %1$s/cert.pem, key: %1$s/key.pem}
                auth:
                  htpasswd: {realm: berth, path: %1$s/htpasswd}
                """
                        .formatted(folder, address));
        registry =
                ChildProcess.start(
                        "registry",
                        folder.resolve("registry.log"),
                        List.of(
                                "docker-registry",
                                "serve",
                                folder.resolve("registry.yml").toString()),
                        _ -> {});
    }

    /** The image is in the registry alone afterwards. */
    private void push() throws IOException {
        var image = address + "/team/private:1";
        var config = folder.resolve("login").toString();
        Await.holds(
                "the registry takes the login",
                TIMEOUT,
                () -> docker("--config", config, "login", "-u", "berth", "-p", PASSWORD, address));
        docker("tag", BusyboxImage.NAME, image);
        docker("--config", config, "push", image);
        docker("rmi", image);
    }

    /** Under the same tag. */
    private void pushAnother() {
        var image = address + "/team/private:1";
        var config = folder.resolve("login").toString();
        docker("create", "--name", "another", BusyboxImage.NAME, "true");
        docker("commit", "--change", "LABEL another=true", "another", image);
        docker("rm", "another");
        docker("--config", config, "push", image);
        docker("rmi", image);
    }

    private void docker(String... arguments) {
        Command.run(
                Stream.concat(Stream.of("docker", "-H", host.url()), Stream.of(arguments))
                        .toArray(String[]::new));
    }
}
