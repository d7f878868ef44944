package dev.berth.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.integration.installation.BerthAgent;
import dev.berth.integration.installation.BerthServer;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import dev.berth.integration.testbed.Command;
import dev.berth.integration.testbed.DockerHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceField;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.Resource;

/** An agent whose state folder is full, and a second agent on one Docker Engine. */
@OnEmbeddedDatabase
class FullAgentDiskIT {
    private static final Duration SOON = Duration.ofSeconds(30);

    private static final AtomicInteger SERVERS = new AtomicInteger();

    private final BerthServer server;
    private final DockerHost host;
    private final BerthAgent agent;
    private final Path state;
    private Ecs ecs;

    FullAgentDiskIT(Lab lab) {
        server = lab.server("full-agent-" + SERVERS.incrementAndGet());
        host = lab.bench().host("full");
        agent = BerthAgent.of(lab.bench(), server, host, "default");
        state = server.data().resolve("agents").resolve("default-" + host.name());
    }

    @BeforeEach
    void setUp() throws IOException {
        server.start();
        ecs = new Ecs(server, "default");
        Files.createDirectories(state);
        Command.run("mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", state.toString());
        agent.start();
    }

    @AfterEach
    void tearDown() {
        agent.close();
        ecs.close();
        server.close();
        host.removeContainers(Map.of());
        Command.run("umount", "-l", state.toString());
    }

    @Test
    void anAgentThatCannotSaveStateGetsNoTasksUntilItCan() throws Exception {
        var definition = ecs.register("full", Containers.idle("main"));
        var before = ecs.awaitRunning(ecs.run(definition));
        var filling = state.resolve("filling");
        Files.write(filling, new byte[3 * 1024 * 1024 + 512 * 1024]);
        Await.holds(
                "the instance is impaired",
                SOON,
                () ->
                        assertThat(instance().healthStatus().overallStatusAsString())
                                .isEqualTo("IMPAIRED"));
        var refused = ecs.client().runTask(r -> r.taskDefinition(definition));
        assertThat(refused.tasks()).isEmpty();
        assertThat(refused.failures()).extracting(f -> f.reason()).containsExactly("AGENT");
        assertThat(ecs.describe(before.taskArn()).lastStatus()).isEqualTo("RUNNING");

        Files.delete(filling);
        Await.holds(
                "the instance is well again",
                SOON,
                () ->
                        assertThat(instance().healthStatus().overallStatusAsString())
                                .isEqualTo("OK"));
        ecs.awaitRunning(ecs.run(definition));
    }

    @Test
    void aSecondInstanceOnOneDockerEngineIsRefusedUnlessItIsMeant() {
        var engine =
                instance().attributes().stream()
                        .filter(a -> a.name().equals("berth.docker-engine"))
                        .findFirst()
                        .orElseThrow();
        var register =
                RegisterContainerInstanceRequest.builder()
                        .cluster("default")
                        .totalResources(resource("CPU"), resource("MEMORY"));
        assertThatThrownBy(
                        () ->
                                ecs.client()
                                        .registerContainerInstance(
                                                register.attributes(engine).build()))
                .isInstanceOf(EcsException.class)
                .hasMessageContaining("Docker Engine " + engine.value())
                .hasMessageContaining("--allow-shared-engine");
        var meant = Attribute.builder().name("berth.shared-docker-engine").value("true").build();
        assertThat(
                        ecs.client()
                                .registerContainerInstance(
                                        register.attributes(engine, meant).build())
                                .containerInstance()
                                .status())
                .isEqualTo("ACTIVE");
    }

    private static Resource resource(String name) {
        return Resource.builder().name(name).type("INTEGER").integerValue(1024).build();
    }

    private ContainerInstance instance() {
        return ecs.client()
                .describeContainerInstances(
                        r ->
                                r.containerInstances(agent.containerInstanceArn())
                                        .include(ContainerInstanceField.CONTAINER_INSTANCE_HEALTH))
                .containerInstances()
                .getFirst();
    }
}
