package dev.berth.agent.task;

import dev.berth.agent.docker.ContainerSighting;
import dev.berth.agent.docker.ContainerSighting.Created;
import dev.berth.agent.docker.ContainerSighting.Exited;
import dev.berth.agent.docker.ContainerSighting.Running;
import dev.berth.agent.docker.PublishedPort;
import dev.berth.agent.task.TaskAction.Report;
import dev.berth.agent.task.TaskPlanner.Ongoing;
import dev.berth.protocol.agent.PayloadContainer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A task as facts made it, told one after the other. */
final class TaskHistory {
    static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    static final Instant BEFORE = NOW.minusSeconds(10);
    static final Duration WAIT = Duration.ofHours(3);
    static final List<PublishedPort> PORTS = List.of(new PublishedPort(80, 40000, "tcp", true));

    TaskState task;

    TaskHistory(TaskState task) {
        this.task = task;
    }

    /** Begins with a task of some containers, of which main publishes a port. */
    static TaskHistory given(PayloadContainer... containers) {
        return new TaskHistory(
                TaskState.toRun(Payloads.task(containers), 1, Map.of("main", PORTS)));
    }

    void when(TaskFact... facts) {
        for (var fact : facts) {
            task = TaskEvolution.evolve(task, fact);
        }
    }

    void runs(String... containers) {
        for (var name : containers) {
            when(imageReady(name), seen(name, running()));
        }
    }

    void acknowledged() {
        when(new TaskFact.Reported(reportPlanned(), NOW));
    }

    List<TaskAction> plan() {
        return plan(Set.of(), Set.of());
    }

    List<TaskAction> plan(Set<String> busy, Set<String> doubtful) {
        return new TaskPlanner(WAIT).plan(task, new Ongoing(busy, doubtful, false, false), NOW);
    }

    TaskReport reportPlanned() {
        return plan().stream()
                .filter(Report.class::isInstance)
                .map(a -> ((Report) a).report())
                .findFirst()
                .orElseThrow();
    }

    static TaskFact imageReady(String container) {
        return new TaskFact.ImageReady(container, null, BEFORE, NOW);
    }

    static TaskFact seen(String container, ContainerSighting sighting) {
        return new TaskFact.Seen(container, sighting, NOW);
    }

    static TaskFact stop() {
        return new TaskFact.StopRequested("asked", 2, NOW);
    }

    ContainerSighting running() {
        return new Running("id", task.arn(), BEFORE);
    }

    ContainerSighting exited(int code) {
        return new Exited("id", task.arn(), BEFORE, NOW, code, false);
    }

    ContainerSighting created(String error) {
        return new Created("id", task.arn(), error, Set.of());
    }
}
