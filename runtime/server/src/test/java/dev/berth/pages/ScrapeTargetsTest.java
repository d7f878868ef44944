package dev.berth.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.HostPort;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.Resources;
import dev.berth.domain.task.ContainerProgress;
import dev.berth.domain.task.Progress;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.taskdefinition.NetworkMode;
import dev.berth.domain.taskdefinition.TaskDefinition;
import dev.berth.domain.taskdefinition.TaskShape;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pcollections.HashTreePMap;

class ScrapeTargetsTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final URI SELF = URI.create("https://berth.example:7070/prometheus/sd");
    private static final String MARKED =
            "{\"PROMETHEUS_EXPORTER_PORT\":\"9100\",\"PROMETHEUS_EXPORTER_PATH\":\"/stats\","
                    + "\"PROMETHEUS_EXPORTER_JOB_NAME\":\"nodes\",\"password\":\"hush\"}";

    @Test
    void theServerItselfComesFirst() throws Exception {
        var found = find(AccountSnapshot.EMPTY, ClusterSnapshot.empty("default"));

        assertThat(found).hasSize(1);
        assertThat(found.at("/0/targets/0").asText()).isEqualTo("berth.example:7070");
        assertThat(found.at("/0/labels/__scheme__").asText()).isEqualTo("https");
        assertThat(found.at("/0/labels/job").asText()).isEqualTo("berth-server");
    }

    @Test
    void aMarkedContainerIsFoundAtThePortOfItsHost() throws Exception {
        var found = find(account(MARKED, NetworkMode.BRIDGE), cluster(running(9100, 32768)));

        assertThat(found).hasSize(2);
        assertThat(found.at("/1/targets/0").asText()).isEqualTo("10.1.2.3:32768");
        var labels = found.at("/1/labels");
        assertThat(labels.path("job").asText()).isEqualTo("nodes");
        assertThat(labels.path("__metrics_path__").asText()).isEqualTo("/stats");
        assertThat(labels.path("berth_cluster").asText()).isEqualTo("default");
        assertThat(labels.path("berth_family").asText()).isEqualTo("web");
        assertThat(labels.path("berth_task_id").asText()).isEqualTo("t1");
        assertThat(labels.path("berth_instance_id").asText()).isEqualTo("i1");
        assertThat(labels.path("berth_container").asText()).isEqualTo("main");
        assertThat(found.toString()).doesNotContain("hush");
    }

    @Test
    void theMarksOfTheCloudWatchAgentAreUnderstoodAndTheFamilyIsTheJobWhereNoneIsNamed()
            throws Exception {
        var marks =
                "{\"ECS_PROMETHEUS_EXPORTER_PORT\":\"9100\",\"ECS_PROMETHEUS_METRICS_PATH\":\"/m\"}";
        var found = find(account(marks, NetworkMode.BRIDGE), cluster(running(9100, 32768)));

        assertThat(found.at("/1/labels/job").asText()).isEqualTo("web");
        assertThat(found.at("/1/labels/__metrics_path__").asText()).isEqualTo("/m");
    }

    @Test
    void inHostModeThePortIsTheHostsOwn() throws Exception {
        var found = find(account(MARKED, NetworkMode.HOST), cluster(running(80, 80)));

        assertThat(found.at("/1/targets/0").asText()).isEqualTo("10.1.2.3:9100");
    }

    @Test
    void whatCannotBeReachedIsLeftOut() throws Exception {
        var marked = account(MARKED, NetworkMode.BRIDGE);

        assertThat(find(marked, cluster(running(80, 32768)))).as("port not published").hasSize(1);
        assertThat(find(marked, cluster(stopping()))).as("on its way out").hasSize(1);
        assertThat(find(account("{}", NetworkMode.BRIDGE), cluster(running(9100, 1)))).hasSize(1);
        var nonsense = "{\"PROMETHEUS_EXPORTER_PORT\":\"http\"}";
        assertThat(find(account(nonsense, NetworkMode.BRIDGE), cluster(running(9100, 1))))
                .hasSize(1);
    }

    private static JsonNode find(AccountSnapshot account, ClusterSnapshot cluster)
            throws Exception {
        return new ObjectMapper().readTree(ScrapeTargets.of(SELF, account, List.of(cluster)));
    }

    private static AccountSnapshot account(String marks, NetworkMode mode) {
        var document =
                "{\"containerDefinitions\":[{\"name\":\"main\",\"dockerLabels\":" + marks + "}]}";
        var shape = new TaskShape(mode, List.of(), Set.of());
        return AccountSnapshot.EMPTY.restored(
                AggregateKind.TASK_DEFINITION.at("web:3"),
                1,
                new TaskDefinition.Registered("web", 3, document, shape, "me", NOW));
    }

    private static ClusterSnapshot cluster(Task task) {
        return ClusterSnapshot.empty("default")
                .restored(
                        AggregateKind.CONTAINER_INSTANCE.at("default", "i1"),
                        1,
                        new ContainerInstance.Registered(
                                "default",
                                "i1",
                                ContainerInstance.Status.ACTIVE,
                                new Resources(1024, 1024, Set.of()),
                                Map.of("berth.address", "10.1.2.3"),
                                new ContainerInstance.Versions(null, null, null),
                                NOW,
                                HashTreePMap.empty(),
                                0,
                                1))
                .restored(AggregateKind.TASK.at("default", "t1"), 1, task);
    }

    private static Task.Active running(int containerPort, int hostPort) {
        var main =
                new ContainerProgress(
                        "main",
                        ContainerProgress.Status.RUNNING,
                        null,
                        null,
                        "docker-id",
                        null,
                        List.of(
                                new ContainerProgress.Binding(
                                        "0.0.0.0", containerPort, HostPort.tcp(hostPort))));
        var spec =
                new TaskSpec(
                        "default",
                        "t1",
                        "i1",
                        "web",
                        3,
                        "family:web",
                        null,
                        "EC2",
                        null,
                        0,
                        10,
                        List.of());
        var progress =
                new Progress(HashTreePMap.singleton("main", main), NOW, NOW, NOW, NOW, null, 2);
        return new Task.Active(spec, progress, null);
    }

    private static Task.Active stopping() {
        var task = running(9100, 32768);
        return new Task.Active(
                task.spec(),
                task.progress(),
                new Task.StopIntent(StopCode.USER_INITIATED, "enough", NOW));
    }
}
