package dev.berth.ecs.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Connectivity;
import software.amazon.awssdk.services.ecs.model.ContainerStateChange;
import software.amazon.awssdk.services.ecs.model.Task;

/** When what happened to a task, and how its changes are counted. */
@ExtendWith(SharedServer.class)
class TaskTimelineTest {
    private static final Instant PULLING = Instant.ofEpochMilli(1_795_332_430_125L);

    private final Running server;
    private final EcsClient ecs;
    private final String cluster;

    TaskTimelineTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
        this.cluster = server.cluster();
        server.instance(cluster);
    }

    @Test
    void everyTimeIsShownOnceItIsKnownAndStays() {
        var before = Instant.now().minusMillis(1);
        var arn = run();
        var created = describe(arn);
        assertThat(created.createdAt()).isAfter(before);
        assertThat(created.startedAt()).isNull();
        assertThat(created.stoppingAt()).isNull();
        assertThat(created.stoppedAt()).isNull();
        assertThat(created.connectivity()).isEqualTo(Connectivity.CONNECTED);
        assertThat(created.connectivityAt()).isNotNull();

        report(arn, "RUNNING");
        ecs.stopTask(r -> r.cluster(cluster).task(arn));
        report(arn, "STOPPED");

        var over = describe(arn);
        assertThat(over.createdAt()).isEqualTo(created.createdAt());
        assertThat(over.pullStartedAt()).isEqualTo(PULLING);
        assertThat(over.pullStoppedAt()).isEqualTo(PULLING.plusSeconds(1));
        assertThat(over.executionStoppedAt()).isEqualTo(PULLING.plusSeconds(9));
        assertThat(over.startedAt()).isAfterOrEqualTo(over.createdAt());
        assertThat(over.stoppingAt()).isAfterOrEqualTo(over.startedAt());
        assertThat(over.stoppedAt()).isAfterOrEqualTo(over.stoppingAt());
    }

    @Test
    void aTaskThatNeverRanHasNoStart() {
        var arn = run();

        report(arn, "STOPPED");

        assertThat(describe(arn).startedAt()).isNull();
        assertThat(describe(arn).stoppingAt()).isEqualTo(describe(arn).stoppedAt());
    }

    @Test
    void theVersionCountsEachChangeFromOneAndNothingTwice() {
        var arn = run();
        assertThat(describe(arn).version()).isEqualTo(1);
        report(arn, "PENDING");
        assertThat(describe(arn).version()).isEqualTo(2);
        report(arn, "RUNNING");
        report(arn, "RUNNING");
        assertThat(describe(arn).version()).isEqualTo(3);
        ecs.stopTask(r -> r.cluster(cluster).task(arn));
        ecs.stopTask(r -> r.cluster(cluster).task(arn));
        assertThat(describe(arn).version()).isEqualTo(4);
        report(arn, "STOPPED");
        report(arn, "STOPPED");
        assertThat(describe(arn).version()).isEqualTo(5);
    }

    private String run() {
        var family = server.definition();
        return ecs.runTask(r -> r.cluster(cluster).taskDefinition(family))
                .tasks()
                .getFirst()
                .taskArn();
    }

    private void report(String arn, String status) {
        ecs.submitTaskStateChange(
                r ->
                        r.cluster(cluster)
                                .task(arn)
                                .status(status)
                                .pullStartedAt(PULLING)
                                .pullStoppedAt(PULLING.plusSeconds(1))
                                .executionStoppedAt(
                                        status.equals("STOPPED") ? PULLING.plusSeconds(9) : null)
                                .containers(
                                        ContainerStateChange.builder()
                                                .containerName("main")
                                                .status(status)
                                                .build()));
        server.showsReports(cluster);
    }

    private Task describe(String arn) {
        return ecs.describeTasks(r -> r.cluster(cluster).tasks(arn)).tasks().getFirst();
    }
}
