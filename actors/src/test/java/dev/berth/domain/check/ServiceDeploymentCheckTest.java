package dev.berth.domain.check;

import static dev.berth.domain.check.Given.OVER;
import static dev.berth.domain.check.Given.findsLast;
import static dev.berth.domain.service.Services.daemon;
import static dev.berth.domain.service.Services.deployed;
import static dev.berth.domain.service.Services.settings;

import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.TaskEvent;
import org.junit.jupiter.api.Test;

/** Daemons, deployments and revisions in the journal of a service. */
class ServiceDeploymentCheckTest {

    private final ServiceHistory history = new ServiceHistory();

    @Test
    void aSecondDaemonOnAnInstanceIsFound() {
        history.row(ServiceHistory.SERVICE, daemon(settings(DeploymentConfiguration.DAEMON)));
        history.instances();
        history.launched("t1", "i1", 1, 1);
        history.launched("t2", "i2", 1, 1);
        history.scaled("t1");
        history.passes();
        findsLast(
                history.launched("t3", "i1", 1, 1),
                Invariant.I6,
                "DAEMON service web started a second task on an instance: task t1 (row 5) had not"
                        + " stopped.");
    }

    @Test
    void aDaemonIsReplacedWhenItHasStopped() {
        history.row(ServiceHistory.SERVICE, daemon(settings(DeploymentConfiguration.DAEMON)));
        history.instances();
        history.launched("t1", "i1", 1, 1);
        history.scaled("t1");
        history.row(
                "Task|blue/t1",
                new TaskEvent.Stopped(
                        OVER,
                        StopCode.SERVICE_SCHEDULER_INITIATED,
                        ServiceHistory.SCALING,
                        history.now));
        history.launched("t2", "i1", 1, 1);
        history.passes();
    }

    @Test
    void aTaskBelongsToADeploymentAndRunsItsRevision() {
        history.replica();
        history.row(ServiceHistory.SERVICE, deployed(2));
        history.launched("t1", "i1", 2, 2);
        history.passes();
        findsLast(
                history.launched("t2", "i1", 3, 3),
                Invariant.I6,
                "for deployment ecs-svc/3, which it never had");
    }

    @Test
    void aTaskOfAnotherRevisionIsFound() {
        history.replica();
        history.row(ServiceHistory.SERVICE, deployed(2));
        findsLast(
                history.launched("t1", "i1", 2, 1),
                Invariant.I6,
                "Service web started a task of web:1 for deployment ecs-svc/2, which runs web:2.");
    }

    @Test
    void anIdOfARevisionIsUsedOnce() {
        history.replica();
        history.row(ServiceHistory.SERVICE, deployed(2));
        findsLast(
                history.row(
                        ServiceHistory.SERVICE,
                        new ServiceEvent.DeploymentStarted(
                                "ecs-svc/3", "sd3", deployed(2).revision(), history.now)),
                Invariant.I6,
                "Service web uses the id of revision r2 again; row 4 has it.");
    }

    @Test
    void aRowThatNamesAnUnknownDeploymentIsFound() {
        history.replica();
        findsLast(
                history.row(
                        ServiceHistory.SERVICE,
                        new ServiceEvent.DeploymentCompleted("ecs-svc/2", history.now)),
                Invariant.I6,
                "deployment ecs-svc/2, which service web never had");
    }
}
