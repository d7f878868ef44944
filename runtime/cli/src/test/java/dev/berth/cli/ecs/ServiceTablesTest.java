package dev.berth.cli.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.cli.text.Screen;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;
import software.amazon.awssdk.services.ecs.model.Task;

class ServiceTablesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T21:01:00Z");
    private static final String ARN = "arn:aws:ecs:us-east-1:000000000000:";
    private static final Screen TERMINAL = Screen.plain(80);

    @Test
    void aSteadyServiceIsShownWithItsTasksAndEvents() {
        var service = service(3, 3).deployments(deployment("PRIMARY", "web:7", 3, 3, "COMPLETED"));

        assertThat(text(service.build(), TERMINAL))
                .isEqualTo(
                        """
                        Service web
                          state        steady
                          tasks        3 of 3 running
                          definition   web:7
                          cluster      default
                          deployments  REPLICA, 100-200 % of the tasks, circuit breaker with rollback

                        DEPLOYMENT  ROLLOUT    DEFINITION  TASKS           SINCE
                        PRIMARY     COMPLETED  web:7       3 of 3 running  9 s ago

                        TASK      DEFINITION  STATUS   HEALTH  INSTANCE  PORTS  SINCE
                        0b1c2d3e  web:7       RUNNING  -       3f2a91c0  -      3 min ago

                        WHEN     EVENT
                        9 s ago  has reached a steady state.""");
    }

    @Test
    void aServiceThatRollsShowsHowFarItIs() {
        var rolling =
                service(4, 3)
                        .deployments(
                                deployment("PRIMARY", "web:7", 4, 1, "IN_PROGRESS"),
                                deployment("ACTIVE", "web:6", 2, 2, "COMPLETED"));

        assertThat(text(rolling.build(), TERMINAL))
                .contains(
                        "  state        rolling out\n",
                        "  progress     [#####---------------] 1 of 4 tasks run web:7, 2 of older",
                        "PRIMARY     IN_PROGRESS  web:7       1 of 4 running  9 s ago",
                        "ACTIVE      COMPLETED    web:6       2 of 2 running  9 s ago");
    }

    @Test
    void aDeploymentThatIsRolledBackIsShownWithItsFailure() {
        var failed =
                deployment("ACTIVE", "web:7", 0, 0, "FAILED").toBuilder()
                        .failedTasks(3)
                        .rolloutStateReason(
                                "ECS deployment circuit breaker: tasks failed to start.")
                        .build();
        var service =
                service(2, 1)
                        .deployments(deployment("PRIMARY", "web:6", 2, 1, "IN_PROGRESS"), failed);

        assertThat(text(service.build(), TERMINAL))
                .contains(
                        "  state        rolling back\n",
                        "  failure      ECS deployment circuit breaker: tasks failed to start.\n",
                        "FAILED       web:7       0 of 0 running, 3 failed");
        assertThat(text(service.build(), new Screen(80, true)))
                .contains("\u001b[31mrolling back\u001b[0m", "\u001b[31mFAILED\u001b[0m");
    }

    @Test
    void aServiceWithoutAPlaceForItsTasksSaysSoInItsEvents() {
        var text =
                "(service web) was unable to place a task because no container instance met all of"
                        + " its requirements. The closest matching container-instance 3f2a has"
                        + " insufficient memory available.";
        var service =
                service(2, 0)
                        .deployments(deployment("PRIMARY", "web:7", 2, 0, "IN_PROGRESS"))
                        .events(event(text));

        var shown = text(service.build(), TERMINAL);
        assertThat(shown).contains("  tasks        0 of 2 running", "was unable to place a task");
        assertThat(shown.lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    }

    @Test
    void aServiceThatWasRolledBackSaysSoAfterwards() {
        var steady =
                service(2, 2)
                        .deployments(deployment("PRIMARY", "web:6", 2, 2, "COMPLETED"))
                        .events(
                                event(
                                        "(service web) has started 1 tasks: (task"
                                                + " d30a8099551886f60c4f8ca7f7f03bcc)."));
        var rolledBack =
                ServiceDeployment.builder()
                        .status("ROLLBACK_SUCCESSFUL")
                        .statusReason("tasks failed to start.")
                        .build();

        assertThat(new ServiceTables(NOW, TERMINAL).one(steady.build(), rolledBack, List.of(), 8))
                .contains(
                        "  state        steady\n",
                        "  last rollout ROLLBACK_SUCCESSFUL: tasks failed to start.\n",
                        "no tasks",
                        "has started 1 tasks: (task d30a8099).");
    }

    @Test
    void allServicesOfAClusterAreATableByName() {
        var steady = service(3, 3).deployments(deployment("PRIMARY", "web:7", 3, 3, "COMPLETED"));
        var short1 =
                service(3, 1)
                        .serviceName("api")
                        .pendingCount(1)
                        .deployments(deployment("PRIMARY", "web:7", 3, 1, "COMPLETED"));
        var gone = service(0, 0).serviceName("old").status("DRAINING");

        assertThat(
                        new ServiceTables(NOW, Screen.PIPE)
                                .list(List.of(steady.build(), short1.build(), gone.build())))
                .isEqualTo(
                        """
                        SERVICE  STATE           TASKS   PENDING  DEFINITION  SINCE
                        api      starting tasks  1 of 3  1        web:7       9 s ago
                        old      draining        0 of 0  0        web:7       15 min ago
                        web      steady          3 of 3  0        web:7       9 s ago""");
        assertThat(new ServiceTables(NOW, Screen.PIPE).list(List.of())).isEqualTo("no services");
    }

    private static String text(Service service, Screen screen) {
        var task =
                Task.builder()
                        .taskArn(ARN + "task/default/0b1c2d3e4f506172")
                        .clusterArn(ARN + "cluster/default")
                        .taskDefinitionArn(ARN + "task-definition/web:7")
                        .containerInstanceArn(ARN + "container-instance/default/3f2a91c0b7d54e6f")
                        .lastStatus("RUNNING")
                        .desiredStatus("RUNNING")
                        .startedAt(NOW.minusSeconds(180))
                        .build();
        return new ServiceTables(NOW, screen).one(service, null, List.of(task), 8);
    }

    static Service.Builder service(int desired, int running) {
        return Service.builder()
                .serviceName("web")
                .clusterArn(ARN + "cluster/default")
                .status("ACTIVE")
                .desiredCount(desired)
                .runningCount(running)
                .pendingCount(0)
                .createdAt(NOW.minusSeconds(900))
                .taskDefinition(ARN + "task-definition/web:7")
                .schedulingStrategy("REPLICA")
                .deploymentConfiguration(
                        c ->
                                c.minimumHealthyPercent(100)
                                        .maximumPercent(200)
                                        .deploymentCircuitBreaker(
                                                b -> b.enable(true).rollback(true)))
                .events(event("(service web) has reached a steady state."));
    }

    private static ServiceEvent event(String text) {
        return ServiceEvent.builder().createdAt(NOW.minusSeconds(9)).message(text).build();
    }

    static Deployment deployment(
            String status, String definition, int desired, int running, String rollout) {
        return Deployment.builder()
                .id("ecs-svc/1234567890123456789")
                .status(status)
                .taskDefinition(ARN + "task-definition/" + definition)
                .desiredCount(desired)
                .runningCount(running)
                .pendingCount(0)
                .failedTasks(0)
                .rolloutState(rollout)
                .updatedAt(NOW.minusSeconds(9))
                .build();
    }
}
