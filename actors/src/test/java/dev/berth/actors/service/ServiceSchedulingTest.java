package dev.berth.actors.service;

import static dev.berth.actors.Given.done;
import static dev.berth.actors.service.ServiceBench.AT_ONCE;
import static dev.berth.actors.service.ServiceBench.CLUSTER;
import static dev.berth.actors.service.ServiceBench.details;
import static dev.berth.actors.service.ServiceBench.launched;
import static dev.berth.actors.service.ServiceBench.running;
import static dev.berth.actors.service.ServiceBench.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.service.ReportingAgents.Fate;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.DeploymentConfiguration.CircuitBreaker;
import dev.berth.domain.service.DeploymentConfiguration.ThresholdType;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceDeployment;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskCommand;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Services on a control plane with real entities, views and launchers; only agents are not real.
 */
class ServiceSchedulingTest {

    private static final DeploymentConfiguration BREAKER =
            new DeploymentConfiguration(
                    100,
                    200,
                    new CircuitBreaker(true, true, ThresholdType.BOUNDED_PERCENT, 50, true));

    @TempDir Path folder;
    private ServiceBench bench;

    @BeforeEach
    void start() throws Exception {
        bench = new ServiceBench(folder, AT_ONCE);
        bench.instance("i1", 10_000);
        bench.instance("i2", 10_000);
    }

    @AfterEach
    void stop() {
        bench.close();
    }

    @Test
    void aServiceStartsItsTasksAndTellsOfIt() throws Exception {
        bench.create("web", 3, DeploymentConfiguration.REPLICA);

        var snapshot = bench.steady("web", 3);

        assertThat(launched(snapshot, "web")).isEqualTo(3);
        assertThat(running(snapshot, "web"))
                .allSatisfy(
                        task -> {
                            assertThat(task.spec().startedBy()).isEqualTo("ecs-svc/1");
                            assertThat(task.spec().family()).isEqualTo("web");
                            assertThat(task.spec().cpu()).isEqualTo(100);
                        });
        var texts = details(snapshot, "web").log().texts();
        assertThat(texts).hasSize(3);
        assertThat(texts.get(0)).isEqualTo("(service web) has reached a steady state.");
        assertThat(texts.get(1))
                .isEqualTo("(service web) (deployment ecs-svc/1) deployment completed.");
        assertThat(texts.get(2))
                .matches("\\(service web\\) has started 3 tasks: (\\(task .*\\) ?){3}\\.");
        assertThat(bench.plane().services().explain(CLUSTER, "web").orElseThrow().steady())
                .isTrue();
    }

    @Test
    void aTaskThatEndsIsReplaced() throws Exception {
        bench.create("web", 2, DeploymentConfiguration.REPLICA);
        var before = running(bench.steady("web", 2), "web");

        bench.agents().exit(before.getFirst());

        bench.shown("a third task runs", s -> launched(s, "web") == 3);
        var after = bench.steady("web", 2);
        assertThat(ids(running(after, "web")))
                .contains(before.getLast().spec().taskId())
                .doesNotContain(before.getFirst().spec().taskId());
    }

    private static Set<String> ids(List<Task.Active> tasks) {
        return tasks.stream().map(task -> task.spec().taskId()).collect(Collectors.toSet());
    }

    @Test
    void anUpdateReplacesEveryTaskAndStopsTheOldOnesAsTheScheduler() throws Exception {
        bench.create("web", 4, DeploymentConfiguration.REPLICA);
        var before = running(bench.steady("web", 4), "web");

        bench.deploy("web", bench.revision());

        bench.shown(
                "another deployment", s -> details(s, "web").primary().id().equals("ecs-svc/2"));
        var after = bench.steady("web", 4);
        assertThat(running(after, "web")).allMatch(task -> task.spec().revision() == 2);
        assertThat(launched(after, "web")).isEqualTo(8);
        for (var task : before) {
            var stop = after.task(task.spec().taskId()).orElseThrow().stopIntent().orElseThrow();
            assertThat(stop.code()).isEqualTo(StopCode.SERVICE_SCHEDULER_INITIATED);
            assertThat(stop.reason())
                    .isEqualTo("Scaling activity initiated by (deployment ecs-svc/2)");
        }
    }

    @Test
    void aRevisionThatDoesNotStartIsRolledBack() throws Exception {
        bench.create("web", 3, BREAKER);
        var before = running(bench.steady("web", 3), "web");
        var bad = bench.revision();
        bench.agents().fates(t -> t.spec().revision() == bad ? Fate.FAILS : Fate.RUNS);

        bench.deploy("web", bad);

        bench.shown(
                "the rollback is complete",
                s ->
                        details(s, "web").rollouts().current().status()
                                == ServiceDeployment.Status.ROLLBACK_SUCCESSFUL);
        var after = bench.steady("web", 3);
        assertThat(details(after, "web").primary().id()).isEqualTo("ecs-svc/1");
        assertThat(ids(running(after, "web"))).isEqualTo(ids(before));
        assertThat(details(after, "web").log().texts())
                .contains(
                        "(service web) (deployment ecs-svc/2) deployment failed: tasks failed to"
                                + " start.",
                        "(service web) rolling back to deployment ecs-svc/1.");
    }

    @Test
    void tasksMoveAwayFromAnInstanceThatDrains() throws Exception {
        bench.create("web", 4, DeploymentConfiguration.REPLICA);
        bench.steady("web", 4);

        done(
                bench.plane()
                        .ask(
                                AggregateKind.CONTAINER_INSTANCE.at(CLUSTER, "i1"),
                                new InstanceCommand.SetStatus(ContainerInstance.Status.DRAINING)));

        var after =
                bench.shown(
                        "i1 is empty and i2 has four",
                        s ->
                                s.activeTasksOn("i1").findAny().isEmpty()
                                        && running(s, "web").size() == 4);
        assertThat(running(after, "web")).allMatch(t -> t.spec().instanceId().equals("i2"));
    }

    @Test
    void aDeletedServiceStopsItsTasksAndItsNameCanBeUsedAgain() throws Exception {
        bench.create("web", 2, DeploymentConfiguration.REPLICA);
        bench.steady("web", 2);

        bench.accepted("web", new ServiceCommand.Delete(true));

        bench.shown(
                "the service is INACTIVE",
                s -> s.service("web").filter(Service.Inactive.class::isInstance).isPresent());
        bench.create("web", 1, DeploymentConfiguration.REPLICA);
        var after = bench.steady("web", 1);
        assertThat(running(after, "web").getFirst().spec().startedBy()).isEqualTo("ecs-svc/2");
    }

    @Test
    void aDeploymentThatIsStoppedIsRolledBack() throws Exception {
        bench.create("web", 2, DeploymentConfiguration.REPLICA);
        bench.steady("web", 2);
        var slow = bench.revision();
        bench.agents().fates(t -> t.spec().revision() == slow ? Fate.STAYS_PENDING : Fate.RUNS);
        bench.deploy("web", slow);
        bench.shown("the new tasks are PENDING", s -> wanted(s, "web").size() == 4);

        bench.accepted("web", new ServiceCommand.StopDeployment("sd2", false));

        bench.shown(
                "the former deployment is PRIMARY",
                s -> details(s, "web").primary().id().equals("ecs-svc/1"));
        var after = bench.steady("web", 2);
        assertThat(running(after, "web")).allMatch(task -> task.spec().revision() == 1);
        assertThat(wanted(after, "web")).hasSize(2);
    }

    @Test
    void aDaemonHasOneTaskOnEachInstanceAlsoOnOneThatIsRegisteredLater() throws Exception {
        bench.createDaemon("logs");
        var before = bench.steady("logs", 2);
        assertThat(instances(running(before, "logs"))).containsExactlyInAnyOrder("i1", "i2");

        bench.instance("i3", 10_000);

        var after = bench.steady("logs", 3);
        assertThat(instances(running(after, "logs"))).containsExactlyInAnyOrder("i1", "i2", "i3");
    }

    private static List<String> instances(List<Task.Active> tasks) {
        return tasks.stream().map(task -> task.spec().instanceId()).toList();
    }

    @Test
    void scaleInSparesProtectedTasks() throws Exception {
        bench.create("web", 3, DeploymentConfiguration.REPLICA);
        var tasks = running(bench.steady("web", 3), "web");
        var spared = tasks.getLast().spec().taskId();
        done(
                bench.plane()
                        .ask(
                                AggregateKind.TASK.at(CLUSTER, spared),
                                new TaskCommand.Protect(Instant.now().plusSeconds(600))));

        bench.scale("web", 1);

        bench.shown("one is left", s -> wanted(s, "web").size() == 1);
        assertThat(ids(wanted(bench.snapshot(), "web"))).containsExactly(spared);
    }

    @Test
    void whatFindsNoPlaceIsToldAndStartsWhenThereIsOne() throws Exception {
        bench.create("web", 2, DeploymentConfiguration.REPLICA);
        bench.steady("web", 2);

        bench.scale("web", 250);

        var text =
                "(service web) was unable to place a task because no container instance met all of"
                        + " its requirements. The closest matching (container-instance i1) has"
                        + " insufficient CPU units available. For more information, see the"
                        + " Troubleshooting section of the Amazon ECS Developer Guide.";
        var full = bench.shown("it is told", s -> details(s, "web").log().texts().contains(text));
        assertThat(wanted(full, "web")).hasSize(200);

        bench.instance("i3", 10_000);

        bench.steady("web", 250);
        bench.shown("the condition is over", s -> !details(s, "web").log().stands(text));
    }

    @Test
    void theImagesOfADeploymentAreFixedByItsFirstTask() throws Exception {
        bench.create("web", 1, DeploymentConfiguration.REPLICA);
        bench.steady("web", 1);

        var after =
                bench.shown(
                        "the images are resolved",
                        s ->
                                !details(s, "web")
                                        .rollouts()
                                        .revisions()
                                        .get("r1")
                                        .images()
                                        .isEmpty());

        assertThat(details(after, "web").rollouts().revisions().get("r1").images())
                .containsEntry("main", "sha256:1");
    }

    @Test
    void aRestartReportsNothingOfAServiceWhoseAgentsConnectAgain() throws Exception {
        bench.create("web", 3, DeploymentConfiguration.REPLICA);
        bench.steady("web", 3);
        bench.create("late", 1, DeploymentConfiguration.REPLICA);
        var before = details(bench.steady("late", 1), "web").log().texts();

        bench.restart();
        bench.scale("late", 2);
        bench.instance("i1", 10_000);
        bench.instance("i2", 10_000);

        var after = bench.steady("late", 2);
        assertThat(details(after, "late").log().texts())
                .noneMatch(text -> text.contains("unable to place"));
        bench.scale("web", 4);
        var texts = details(bench.steady("web", 4), "web").log().texts();
        assertThat(texts.subList(texts.size() - before.size(), texts.size())).isEqualTo(before);
        assertThat(texts).hasSize(before.size() + 2);
    }

    @Test
    void aRestartInTheMiddleOfADeploymentChangesNothingOfHowItEnds() throws Exception {
        bench.create("web", 20, DeploymentConfiguration.REPLICA);
        bench.steady("web", 20);
        bench.agents().fates(_ -> Fate.STAYS_PENDING);
        bench.deploy("web", bench.revision());
        bench.shown("some tasks are PENDING", s -> wanted(s, "web").size() > 20);

        bench.restart("i1", "i2");

        bench.shown(
                "another deployment", s -> details(s, "web").primary().id().equals("ecs-svc/2"));
        var after = bench.steady("web", 20);
        assertThat(running(after, "web")).allMatch(task -> task.spec().revision() == 2);
        assertThat(launched(after, "web")).as("none was launched twice").isEqualTo(40);
    }
}
