package dev.berth.agent.task;

import dev.berth.agent.docker.ContainerInspection;
import dev.berth.agent.docker.ContainerInspection.Created;
import dev.berth.agent.docker.ContainerInspection.Exited;
import dev.berth.agent.docker.ContainerInspection.Running;
import dev.berth.agent.docker.PublishedPort;
import dev.berth.agent.task.plan.TaskAction;
import dev.berth.agent.task.plan.TaskAction.Report;
import dev.berth.agent.task.plan.TaskPlanner;
import dev.berth.agent.task.plan.TaskPlanner.Ongoing;
import dev.berth.agent.task.state.TaskEvolution;
import dev.berth.agent.task.state.TaskFact;
import dev.berth.agent.task.state.TaskState;
import dev.berth.agent.task.state.TaskStateReport;
import dev.berth.protocol.agent.payload.PayloadContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A task as facts made it, told one after the other. */
public final class TaskHistory {
    public static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    public static final Instant BEFORE = NOW.minusSeconds(10);
    public static final Duration WAIT = Duration.ofHours(3);
    public static final List<PublishedPort> PORTS =
            List.of(new PublishedPort(80, 40000, "tcp", true));

    public TaskState task;

    public TaskHistory(TaskState task) {
        this.task = task;
    }

    /** Begins with a task of some containers, of which main publishes a port. */
    public static TaskHistory given(PayloadContainer... containers) {
        return new TaskHistory(
                TaskState.toRun(Payloads.task(containers), 1, Map.of("main", PORTS)));
    }

    public void when(TaskFact... facts) {
        for (var fact : facts) {
            task = TaskEvolution.evolve(task, fact);
        }
    }

    public void runs(String... containers) {
        for (var name : containers) {
            when(imageReady(name), seen(name, running()));
        }
    }

    public void acknowledged() {
        when(new TaskFact.Reported(reportPlanned(), NOW));
    }

    public List<TaskAction> plan() {
        return plan(Set.of(), Set.of());
    }

    public List<TaskAction> plan(Set<String> busy, Set<String> doubtful) {
        return new TaskPlanner(WAIT).plan(task, new Ongoing(busy, doubtful, false, false), NOW);
    }

    /** What is planned besides reports. */
    public List<TaskAction> work() {
        return plan().stream().filter(a -> !(a instanceof Report)).toList();
    }

    public TaskStateReport reportPlanned() {
        return plan().stream()
                .filter(Report.class::isInstance)
                .map(a -> ((Report) a).report())
                .findFirst()
                .orElseThrow();
    }

    public static TaskFact imageReady(String container) {
        return new TaskFact.ImageReady(container, null, BEFORE, NOW);
    }

    public static TaskFact seen(String container, ContainerInspection sighting) {
        return new TaskFact.Seen(container, sighting, NOW);
    }

    public static TaskFact stop() {
        return new TaskFact.StopRequested("asked", 2, NOW);
    }

    public ContainerInspection running() {
        return new Running("id", task.arn(), BEFORE);
    }

    public ContainerInspection exited(int code) {
        return new Exited("id", task.arn(), BEFORE, NOW, code, false);
    }

    public ContainerInspection created(String error) {
        return new Created("id", task.arn(), error, Set.of());
    }
}
