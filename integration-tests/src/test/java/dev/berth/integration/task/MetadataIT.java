package dev.berth.integration.task;

import static dev.berth.integration.installation.Containers.hostVolume;
import static dev.berth.integration.installation.Containers.mount;
import static dev.berth.integration.installation.Containers.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.Task;

/** What a task knows about itself while it runs, and what is known of it. */
@OnEmbeddedDatabase
class MetadataIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Installation berth;
    private final Ecs ecs;

    MetadataIT(Lab lab) {
        berth = lab.shared();
        ecs = berth.ecs();
    }

    @AfterEach
    void clearUp() {
        ecs.stopEverything();
        Invariants.hold(berth);
    }

    @Test
    void aProgramReadsAboutItsTaskFromInside(@TempDir Path folder) throws Exception {
        var main =
                Containers.idle("main")
                        .entryPoint("sh", "-c")
                        .command(
                                "wget -q -O /out/container $ECS_CONTAINER_METADATA_URI_V4;"
                                        + " wget -q -O /out/task $ECS_CONTAINER_METADATA_URI_V4/task;"
                                        + " until wget -q -O /out/stats $ECS_CONTAINER_METADATA_URI_V4/stats;"
                                        + " do sleep 0.2; done;"
                                        + " wget -q -O /out/task-stats $ECS_CONTAINER_METADATA_URI_V4/task/stats;"
                                        + " touch /out/done; trap 'exit 0' TERM; sleep 100000 & wait")
                        .portMappings(tcp(80, 0))
                        .mountPoints(mount("out", "/out"));
        var definition = ecs.register("metadata", r -> r.volumes(hostVolume("out", folder)), main);
        var running = ecs.awaitRunning(ecs.run(definition));

        Await.until(
                "the program to have asked", TIMEOUT, () -> Files.exists(folder.resolve("done")));

        var container = read(folder.resolve("container"));
        assertThat(container.path("DockerId").asText())
                .isEqualTo(Ecs.container(running, "main").runtimeId());
        assertThat(container.at("/Ports/0/HostPort").asInt())
                .isEqualTo(Ecs.container(running, "main").networkBindings().getFirst().hostPort());
        var task = read(folder.resolve("task"));
        assertThat(task.path("TaskARN").asText()).isEqualTo(running.taskArn());
        assertThat(task.path("Cluster").asText()).isEqualTo(running.clusterArn());
        assertThat(task.path("Family").asText()).isEqualTo("metadata");
        assertThat(task.at("/Containers/0/Name").asText()).isEqualTo("main");
        assertThat(read(folder.resolve("stats")).at("/memory_stats/usage").asLong()).isPositive();
        assertThat(
                        read(folder.resolve("task-stats"))
                                .path(container.path("DockerId").asText())
                                .has("cpu_stats"))
                .isTrue();
    }

    @Test
    void aTaskIsAsHealthyAsItsCheckSays(@TempDir Path folder) throws Exception {
        var main =
                Containers.idle("main")
                        .healthCheck(
                                h ->
                                        h.command("CMD-SHELL", "test -e /out/fit")
                                                .interval(5)
                                                .timeout(2)
                                                .retries(1))
                        .mountPoints(mount("out", "/out"));
        Files.createFile(folder.resolve("fit"));
        var definition = ecs.register("health", r -> r.volumes(hostVolume("out", folder)), main);
        var task = ecs.awaitRunning(ecs.run(definition));

        awaitHealth(task, HealthStatus.HEALTHY);
        Files.delete(folder.resolve("fit"));
        awaitHealth(task, HealthStatus.UNHEALTHY);
        var shown = ecs.describe(task.taskArn());
        assertThat(shown.lastStatus()).isEqualTo("RUNNING"); // only services replace such a task
        assertThat(Ecs.container(shown, "main").healthStatus()).isEqualTo(HealthStatus.UNHEALTHY);
    }

    private void awaitHealth(Task task, HealthStatus health) {
        Await.until(
                "the task to be " + health,
                TIMEOUT,
                () -> ecs.describe(task.taskArn()).healthStatus() == health);
    }

    private static JsonNode read(Path file) throws Exception {
        return JSON.readTree(Files.readAllBytes(file));
    }
}
