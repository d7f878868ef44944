package dev.berth.domain.task;

import dev.berth.domain.HostPort;
import dev.berth.domain.Scenario;
import dev.berth.domain.task.ContainerProgress.Binding;
import dev.berth.domain.task.ContainerProgress.Status;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import java.util.Arrays;
import java.util.List;

/** Tasks and reports that tests begin with: an essential container "main" and a "side" one. */
public final class Tasks {

    private Tasks() {}

    public static TaskSpec spec(String taskId, String instanceId) {
        return new TaskSpec(
                "default",
                taskId,
                instanceId,
                "web",
                1,
                "family:web",
                null,
                "EC2",
                null,
                100,
                50,
                List.of(container("main", true), container("side", false)));
    }

    private static ContainerSpec container(String name, boolean essential) {
        return new ContainerSpec(name, "id-of-" + name, "image", essential, 50, 50, 25);
    }

    /** What a task has become by these events, after it was launched. */
    public static Task launched(String taskId, String instanceId, TaskEvent... events) {
        var decider = new TaskDecider();
        var state =
                decider.evolve(
                        decider.initial(),
                        new TaskEvent.Launched(spec(taskId, instanceId), Scenario.NOW));
        for (var event : events) {
            state = decider.evolve(state, event);
        }
        return state;
    }

    public static TaskEvent.Stopped stopped() {
        return new TaskEvent.Stopped(
                null, StopCode.USER_INITIATED, "enough", Scenario.NOW.plusSeconds(9));
    }

    public static TaskReport report(LastStatus status, ContainerProgress... containers) {
        return report(status, null, containers);
    }

    public static TaskReport report(
            LastStatus status, String reason, ContainerProgress... containers) {
        return new TaskReport(status, reason, Arrays.asList(containers), null, null, null);
    }

    public static ContainerProgress running(String name, int... hostPorts) {
        var bindings =
                Arrays.stream(hostPorts)
                        .mapToObj(port -> new Binding("0.0.0.0", 80, HostPort.tcp(port)))
                        .toList();
        return new ContainerProgress(
                name, Status.RUNNING, null, null, "docker-" + name, "sha256:1", bindings);
    }

    public static ContainerProgress exited(String name, int exitCode) {
        return new ContainerProgress(
                name, Status.STOPPED, exitCode, null, "docker-" + name, "sha256:1", List.of());
    }

    public static ContainerProgress neverRan(String name, String reason) {
        return new ContainerProgress(name, Status.STOPPED, null, reason, null, null, List.of());
    }
}
