package dev.berth.domain.check;

import static dev.berth.domain.Scenario.NOW;
import static dev.berth.domain.check.Given.reserved;
import static dev.berth.domain.instance.Instances.granted;
import static dev.berth.domain.instance.Instances.registered;
import static dev.berth.domain.instance.Instances.resources;
import static dev.berth.domain.service.Services.created;
import static dev.berth.domain.service.Services.settings;
import static dev.berth.domain.task.Tasks.report;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.Aggregate;
import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.DeploymentConfiguration.CircuitBreaker;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskEvent;
import dev.berth.domain.task.TaskSpec;
import java.time.Instant;
import java.util.List;

/** The journal of one service of two instances, as a test writes it. */
final class ServiceHistory {

    static final String SERVICE = "Service|blue/web";
    static final String SCALING = "Scaling activity initiated by (deployment ecs-svc/1)";
    static final String UNHEALTHY = "Task failed container health checks";
    static final String LOST = "Task replaced because its container instance was lost.";

    /** Two tasks desired: at least one healthy, at most three. */
    static final DeploymentConfiguration LIMITS =
            new DeploymentConfiguration(50, 150, CircuitBreaker.DISABLED);

    Instant now = NOW;

    final Journal journal = new Journal();

    Journal row(String aggregate, Aggregate.Event... events) {
        return journal.row(aggregate, events);
    }

    void instances() {
        for (var id : List.of("i1", "i2")) {
            row("ContainerInstance|blue/" + id, registered(id, resources(1000, 1000)));
        }
    }

    void replica() {
        row(SERVICE, created(2, settings(LIMITS)));
        instances();
    }

    Journal launched(String task) {
        return launched(task, "i1", 1, 1);
    }

    Journal launched(String task, String instance, int deployment, int revision) {
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

    void running(String... tasks) {
        for (var task : tasks) {
            launched(task);
            row("Task|blue/" + task, new TaskEvent.Progressed(report(LastStatus.RUNNING), now));
        }
    }

    void healthy(String... tasks) {
        running(tasks);
        row(
                SERVICE,
                new ServiceEvent.TasksCounted(
                        "ecs-svc/1", List.of(tasks), List.of(), List.of(), List.of(), now));
    }

    Journal stop(String task, StopCode code, String reason) {
        return row("Task|blue/" + task, new TaskEvent.StopRequested(code, reason, now));
    }

    Journal scaled(String task) {
        return stop(task, StopCode.SERVICE_SCHEDULER_INITIATED, SCALING);
    }

    Journal desired(int count) {
        return row(SERVICE, new ServiceEvent.DesiredCountSet(count, now));
    }

    void later() {
        now = now.plus(ServiceLimits.DELAY).plusSeconds(1);
    }

    void passes() {
        assertThat(journal.checked().findings()).isEmpty();
    }
}
