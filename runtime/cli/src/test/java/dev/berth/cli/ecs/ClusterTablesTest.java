package dev.berth.cli.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.text.Screen;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.Task;

class ClusterTablesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T21:01:00Z");
    private static final String ARN = "arn:aws:ecs:us-east-1:000000000000:";

    @Test
    void whatIsThereIsShownAsAPersonReadsIt() {
        var cluster =
                Cluster.builder()
                        .clusterName("default")
                        .clusterArn(ARN + "cluster/default")
                        .status("ACTIVE")
                        .registeredContainerInstancesCount(1)
                        .runningTasksCount(1)
                        .pendingTasksCount(0)
                        .build();
        var instance =
                ContainerInstance.builder()
                        .containerInstanceArn(ARN + "container-instance/default/3f2a91c0b7d54e6f")
                        .status("ACTIVE")
                        .agentConnected(true)
                        .runningTasksCount(1)
                        .pendingTasksCount(0)
                        .registeredResources(resource("CPU", 2048), resource("MEMORY", 23992))
                        .remainingResources(resource("CPU", 1920), resource("MEMORY", 23960))
                        .build();
        var binding =
                NetworkBinding.builder().hostPort(32768).containerPort(80).protocol("tcp").build();
        var running =
                task("0b1c2d3e4f50617283", "web:1")
                        .lastStatus("RUNNING")
                        .desiredStatus("RUNNING")
                        .startedAt(NOW.minusSeconds(180))
                        .containers(Container.builder().networkBindings(binding).build())
                        .build();
        var stopped =
                task("99aabbccddeeff001122", "job:3")
                        .lastStatus("STOPPED")
                        .desiredStatus("STOPPED")
                        .startedAt(NOW.minusSeconds(60))
                        .stoppedAt(NOW.minusSeconds(5))
                        .stopCode("EssentialContainerExited")
                        .stoppedReason("Essential container in task exited")
                        .containers(Container.builder().name("main").exitCode(3).build())
                        .build();

        var tables =
                new ClusterTables(List.of(cluster), List.of(instance), List.of(stopped, running));

        assertThat(tables.text(NOW, Screen.PIPE))
                .isEqualTo(
                        """
                        CLUSTER  STATUS  INSTANCES  RUNNING  PENDING
                        default  ACTIVE  1          1        0

                        INSTANCE      STATUS  AGENT      RUNNING  PENDING  FREE CPU      FREE MIB
                        3f2a91c0b7d5  ACTIVE  connected  1        0        1920 of 2048  23960 of 23992

                        TASK          DEFINITION  STATUS   HEALTH  INSTANCE      PORTS          SINCE      REASON
                        0b1c2d3e4f50  web:1       RUNNING  -       3f2a91c0b7d5  32768->80/tcp  3 min ago  -
                        99aabbccddee  job:3       STOPPED  -       3f2a91c0b7d5  -              5 s ago    exit code 3""");
        assertThat(tables.text(NOW, Screen.plain(80)).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        assertThat(tables.text(NOW, Screen.plain(70)))
                .endsWith(
                        """
                        TASK      DEFINITION  STATUS   INSTANCE  PORTS          SINCE
                        0b1c2d3e  web:1       RUNNING  3f2a91c0  32768->80/tcp  3 min ago
                        99aabbcc  job:3       STOPPED  3f2a91c0  -              5 s ago

                        TASK      REASON
                        99aabbcc  exit code 3""");
        assertThat(tables.text(NOW, new Screen(80, true)))
                .contains(
                        "\u001b[32mRUNNING\u001b[0m", // what works
                        "\u001b[31mSTOPPED\u001b[0m", // it failed
                        "\u001b[31mexit code 3\u001b[0m",
                        "\u001b[32mconnected\u001b[0m",
                        "\u001b[1mTASK\u001b[0m");
        assertThat(tables.json()).contains("\"lastStatus\" : \"RUNNING\"", "32768->80/tcp");
    }

    @Test
    void theCauseOfAnEndIsSaidInPlainWords() {
        var container = Container.builder().name("main").image("shop:9");
        assertThat(reason(container.exitCode(137).reason("OutOfMemoryError: Container killed")))
                .isEqualTo("main out of memory");
        assertThat(reason(container.reason("CannotPullContainerError: not found")))
                .isEqualTo("cannot pull the image shop:9");
        assertThat(reason(container.reason(null))).isEqualTo("Task failed to start; exit code 137");
    }

    private static String reason(Container.Builder container) {
        return TaskEnd.reason(
                Task.builder()
                        .stoppedReason("Task failed to start")
                        .containers(container.build())
                        .build());
    }

    @Test
    void healthIsAColumnAndTheClusterOnlyWhereThereAreSeveral() {
        var task = task("0b1c2d3e4f50", "web:1").lastStatus("RUNNING").healthStatus("UNHEALTHY");
        var clusters =
                List.of(
                        Cluster.builder().clusterName("a").build(),
                        Cluster.builder().clusterName("b").build());

        var text =
                new ClusterTables(clusters, List.of(), List.of(task.build()))
                        .text(NOW, Screen.PIPE);

        assertThat(text).contains("UNHEALTHY", "TASK          CLUSTER  DEFINITION");
    }

    @Test
    void theDesiredStatusIsShownWhileATaskIsToStop() {
        var starting = task("0b1c2d3e4f50", "web:1").lastStatus("PENDING").desiredStatus("RUNNING");
        var ending = task("1b1c2d3e4f50", "web:1").lastStatus("RUNNING").desiredStatus("STOPPED");

        assertThat(
                        new ClusterTables(
                                        List.of(),
                                        List.of(),
                                        List.of(starting.build(), ending.build()))
                                .text(NOW, Screen.PIPE))
                .contains("RUNNING -> STOPPED", "PENDING")
                .doesNotContain("PENDING ->");
    }

    @Test
    void nothingIsSaidInWords() {
        assertThat(new ClusterTables(List.of(), List.of(), List.of()).text(NOW, Screen.PIPE))
                .isEqualTo("no clusters\n\nno container instances\n\nno tasks");
    }

    private static Task.Builder task(String id, String definition) {
        return Task.builder()
                .taskArn(ARN + "task/default/" + id)
                .clusterArn(ARN + "cluster/default")
                .taskDefinitionArn(ARN + "task-definition/" + definition)
                .containerInstanceArn(ARN + "container-instance/default/3f2a91c0b7d54e6f");
    }

    private static Resource resource(String name, int value) {
        return Resource.builder().name(name).type("INTEGER").integerValue(value).build();
    }
}
