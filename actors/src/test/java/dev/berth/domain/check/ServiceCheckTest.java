package dev.berth.domain.check;

import static dev.berth.domain.Scenario.NOW;
import static dev.berth.domain.check.Given.OVER;
import static dev.berth.domain.check.Given.findsLast;
import static dev.berth.domain.check.Given.reserved;
import static dev.berth.domain.instance.Instances.granted;
import static dev.berth.domain.instance.Instances.registered;
import static dev.berth.domain.instance.Instances.resources;
import static dev.berth.domain.service.Services.begun;
import static dev.berth.domain.service.Services.created;
import static dev.berth.domain.service.Services.daemon;
import static dev.berth.domain.service.Services.deployed;
import static dev.berth.domain.service.Services.settings;
import static dev.berth.domain.task.Tasks.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.entity.Registrations;
import dev.berth.domain.Aggregate;
import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.DeploymentConfiguration.CircuitBreaker;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceDecider;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskEvent;
import dev.berth.domain.task.TaskSpec;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Starts and stops of a service that exceed its limits, and those that do not. */
class ServiceCheckTest {

    private static final String SERVICE = "Service|blue/web";
    private static final String SCALING = "Scaling activity initiated by (deployment ecs-svc/1)";
    private static final String UNHEALTHY = "Task failed container health checks";
    private static final String LOST = "Task replaced because its container instance was lost.";

    /** Two tasks desired: at least one healthy, at most three. */
    private static final DeploymentConfiguration LIMITS =
            new DeploymentConfiguration(50, 150, CircuitBreaker.DISABLED);

    private Instant now = NOW;

    private final Journal journal = new Journal();

    private Journal row(String aggregate, Aggregate.Event... events) {
        return journal.row(aggregate, events);
    }

    private void instances() {
        for (var id : List.of("i1", "i2")) {
            row("ContainerInstance|blue/" + id, registered(id, resources(1000, 1000)));
        }
    }

    private void replica() {
        row(SERVICE, created(2, settings(LIMITS)));
        instances();
    }

    private Journal launched(String task) {
        return launched(task, "i1", 1, 1);
    }

    private Journal launched(String task, String instance, int deployment, int revision) {
        row("ContainerInstance|blue/" + instance, reserved(granted(task, 1, 1)));
        return row(
                "Task|blue/" + task,
                new TaskEvent.Launched(
                        new TaskSpec(
                                "blue",
                                task,
                                instance,
                                "web",
                                revision,
                                "service:web",
                                "ecs-svc/" + deployment,
                                "EC2",
                                null,
                                1,
                                1,
                                List.of()),
                        now));
    }

    private void running(String... tasks) {
        for (var task : tasks) {
            launched(task);
            row("Task|blue/" + task, new TaskEvent.Progressed(report(LastStatus.RUNNING), now));
        }
    }

    private void healthy(String... tasks) {
        running(tasks);
        row(
                SERVICE,
                new ServiceEvent.TasksCounted(
                        "ecs-svc/1", List.of(tasks), List.of(), List.of(), List.of(), now));
    }

    private Journal stop(String task, StopCode code, String reason) {
        return row("Task|blue/" + task, new TaskEvent.StopRequested(code, reason, now));
    }

    private Journal scaled(String task) {
        return stop(task, StopCode.SERVICE_SCHEDULER_INITIATED, SCALING);
    }

    private Journal desired(int count) {
        return row(SERVICE, new ServiceEvent.DesiredCountSet(count, now));
    }

    private void later() {
        now = now.plus(ServiceLimits.DELAY).plusSeconds(1);
    }

    private void passes() {
        assertThat(journal.checked().findings()).isEmpty();
    }

    @Test
    void aLaunchAboveTheMaximumIsFound() {
        replica();
        launched("t1");
        launched("t2");
        launched("t3");
        passes();
        findsLast(
                launched("t4"),
                Invariant.I6,
                "Service web started this task, its number 4 at that time; its maximum was 3 since"
                        + " row 1 (150 % of 2).");
    }

    @Test
    void tasksThatWereAskedToStopOrEndedMakeRoom() {
        replica();
        running("t1", "t2", "t3");
        scaled("t1");
        row(
                "Task|blue/t2",
                new TaskEvent.Stopped(
                        OVER, StopCode.ESSENTIAL_CONTAINER_EXITED, "Essential container", now));
        launched("t4");
        launched("t5");
        passes();
    }

    @Test
    void tasksThatWereGivenUpMakeRoom() {
        replica();
        running("t1", "t2", "t3");
        row(SERVICE, new ServiceEvent.TasksWrittenOff(List.of("t1"), now));
        launched("t4");
        passes();
        row(SERVICE, new ServiceEvent.TasksTakenBack(List.of("t1")));
        scaled("t4");
        findsLast(launched("t5"), Invariant.I6, "its maximum was 3");
    }

    @Test
    void aPlanMadeBeforeALowerDesiredCountMayBeExecuted() {
        replica();
        running("t1", "t2");
        desired(0);
        launched("t3");
        passes();
        scaled("t3");
        later();
        findsLast(launched("t4"), Invariant.I6, "its maximum was 0 since row 10");
    }

    @Test
    void aStopBelowTheMinimumIsFound() {
        replica();
        healthy("t1", "t2");
        scaled("t1");
        passes();
        findsLast(
                scaled("t2"),
                Invariant.I6,
                "Service web stopped this task, and 0 RUNNING tasks remained; its minimum was 1"
                        + " since row 1 (50 % of 2).");
    }

    @Test
    void everyReasonOfTheServiceIsBoundByTheMinimum() {
        replica();
        healthy("t1", "t2");
        scaled("t1");
        findsLast(
                stop(
                        "t2",
                        StopCode.SERVICE_SCHEDULER_INITIATED,
                        "Task stopped because container instance i1 is draining."),
                Invariant.I6,
                "0 RUNNING tasks remained");
    }

    @Test
    void stopsByOthersAndForHealthAreNotBound() {
        replica();
        healthy("t1", "t2", "t3");
        stop("t1", StopCode.USER_INITIATED, "enough");
        stop("t2", StopCode.SERVICE_SCHEDULER_INITIATED, UNHEALTHY);
        stop("t3", StopCode.SERVICE_SCHEDULER_INITIATED, UNHEALTHY);
        passes();
    }

    @Test
    void tasksThatNeverCountedAsHealthyCanBeStopped() {
        replica();
        running("t1", "t2");
        scaled("t1");
        scaled("t2");
        passes();
    }

    @Test
    void aLossAfterThePlanIsNotTheService() {
        replica();
        healthy("t1", "t2");
        row(
                "Task|blue/t1",
                new TaskEvent.Stopped(
                        OVER, StopCode.ESSENTIAL_CONTAINER_EXITED, "Essential container", now));
        scaled("t2");
        passes();
    }

    @Test
    void anOldLossIsKnownToThePlan() {
        replica();
        healthy("t1", "t2");
        row(
                "Task|blue/t1",
                new TaskEvent.Stopped(
                        OVER, StopCode.ESSENTIAL_CONTAINER_EXITED, "Essential container", now));
        later();
        findsLast(scaled("t2"), Invariant.I6, "0 RUNNING tasks remained");
    }

    @Test
    void aStopThatWasPlannedBeforeAHigherDesiredCountIsAllowed() {
        replica();
        healthy("t1", "t2", "t3");
        desired(6);
        scaled("t1");
        passes();
        later();
        findsLast(scaled("t2"), Invariant.I6, "its minimum was 3");
    }

    @Test
    void aDeletedServiceStopsEveryTask() {
        replica();
        healthy("t1", "t2");
        row("Task|blue/t1", new TaskEvent.ProtectionSet(NOW.plusSeconds(9_000), now));
        later();
        row(SERVICE, new ServiceEvent.DeletionBegan(now));
        scaled("t1");
        scaled("t2");
        passes();
    }

    @Test
    void aProtectedTaskIsNotStoppedToScaleIn() {
        replica();
        healthy("t1", "t2", "t3");
        row("Task|blue/t1", new TaskEvent.ProtectionSet(NOW.plusSeconds(9_000), now));
        later();
        findsLast(scaled("t1"), Invariant.I6, "row 14 protected it until");
    }

    @Test
    void aProtectedTaskThatIsUnhealthyIsReplaced() {
        replica();
        healthy("t1", "t2", "t3");
        row("Task|blue/t1", new TaskEvent.ProtectionSet(NOW.plusSeconds(9_000), now));
        later();
        stop("t1", StopCode.SERVICE_SCHEDULER_INITIATED, UNHEALTHY);
        passes();
    }

    @Test
    void aTaskOfALostInstanceIsGivenUpBeforeItIsStopped() {
        replica();
        healthy("t1", "t2", "t3");
        row(SERVICE, new ServiceEvent.TasksWrittenOff(List.of("t1"), now));
        stop("t1", StopCode.SERVICE_SCHEDULER_INITIATED, LOST);
        passes();
        findsLast(
                stop("t2", StopCode.SERVICE_SCHEDULER_INITIATED, LOST),
                Invariant.I6,
                "had not given it up");
    }

    @Test
    void aSecondDaemonOnAnInstanceIsFound() {
        row(SERVICE, daemon(settings(DeploymentConfiguration.DAEMON)));
        instances();
        launched("t1", "i1", 1, 1);
        launched("t2", "i2", 1, 1);
        scaled("t1");
        passes();
        findsLast(
                launched("t3", "i1", 1, 1),
                Invariant.I6,
                "DAEMON service web started a second task on an instance: task t1 (row 5) had not"
                        + " stopped.");
    }

    @Test
    void aDaemonIsReplacedWhenItHasStopped() {
        row(SERVICE, daemon(settings(DeploymentConfiguration.DAEMON)));
        instances();
        launched("t1", "i1", 1, 1);
        scaled("t1");
        row(
                "Task|blue/t1",
                new TaskEvent.Stopped(OVER, StopCode.SERVICE_SCHEDULER_INITIATED, SCALING, now));
        launched("t2", "i1", 1, 1);
        passes();
    }

    @Test
    void aTaskBelongsToADeploymentAndRunsItsRevision() {
        replica();
        row(SERVICE, deployed(2));
        launched("t1", "i1", 2, 2);
        passes();
        findsLast(
                launched("t2", "i1", 3, 3),
                Invariant.I6,
                "for deployment ecs-svc/3, which it never had");
    }

    @Test
    void aTaskOfAnotherRevisionIsFound() {
        replica();
        row(SERVICE, deployed(2));
        findsLast(
                launched("t1", "i1", 2, 1),
                Invariant.I6,
                "Service web started a task of web:1 for deployment ecs-svc/2, which runs web:2.");
    }

    @Test
    void anIdOfARevisionIsUsedOnce() {
        replica();
        row(SERVICE, deployed(2));
        findsLast(
                row(
                        SERVICE,
                        new ServiceEvent.DeploymentStarted(
                                "ecs-svc/3", "sd3", deployed(2).revision(), now)),
                Invariant.I6,
                "Service web uses the id of revision r2 again; row 4 has it.");
    }

    @Test
    void aRowThatNamesAnUnknownDeploymentIsFound() {
        replica();
        findsLast(
                row(SERVICE, new ServiceEvent.DeploymentCompleted("ecs-svc/2", now)),
                Invariant.I6,
                "deployment ecs-svc/2, which service web never had");
    }

    @Test
    void aServiceThatStartsWithASnapshotIsCheckedOnceItsLimitsAreKnown() {
        var decider = new ServiceDecider();
        Service state = decider.evolve(decider.initial(), created(2, settings(LIMITS)));
        var check = Registrations.journalCheck();
        check.restore(SERVICE, 1, state);
        journal.rowAfter(SERVICE, 2, begun(1));
        instances();
        for (var task : List.of("t1", "t2", "t3", "t4")) {
            launched(task);
        }
        assertThat(journal.checked(check).findings()).isEmpty();

        check = Registrations.journalCheck();
        check.restore(SERVICE, 1, state);
        later();
        launched("t5");
        assertThat(journal.checked(check).findings())
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.sentence()).contains("its number 5 at that"));
    }

    @Test
    void withAnUnreadableTaskTheMinimumIsNotChecked() {
        replica();
        healthy("t1", "t2");
        scaled("t1");
        journal.broken("Task|blue/t9");
        scaled("t2");
        assertThat(journal.checked().counts()).containsOnlyKeys(Invariant.HISTORY);
    }
}
