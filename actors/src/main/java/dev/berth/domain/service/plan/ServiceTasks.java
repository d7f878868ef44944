package dev.berth.domain.service.plan;

import dev.berth.domain.observation.Health;
import dev.berth.domain.observation.TaskObservation;
import dev.berth.domain.service.plan.ServiceTask.Cause;
import dev.berth.domain.service.plan.ServiceTask.End;
import dev.berth.domain.service.plan.ServiceTask.Target;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import java.time.Instant;
import java.util.Set;

/** Converts the tasks of a service for its scheduler. */
public final class ServiceTasks {

    private ServiceTasks() {}

    /**
     * @param checked the names of the containers of its task definition that have a health check
     */
    public static ServiceTask of(
            Task.Launched task, TaskObservation observed, Set<String> checked, Target target) {
        var spec = task.spec();
        var health =
                Health.ofTask(
                        spec.containers().stream()
                                .filter(ContainerSpec::essential)
                                .map(ContainerSpec::name)
                                .filter(checked::contains)
                                .map(observed::healthOf)
                                .toList());
        var hasCheck =
                spec.containers().stream()
                        .anyMatch(c -> c.essential() && checked.contains(c.name()));
        return new ServiceTask(
                spec.taskId(),
                spec.startedBy(),
                spec.instanceId(),
                task.progress().createdAt(),
                task.progress().startedAt(),
                health,
                hasCheck,
                target,
                protectedUntil(task),
                end(task));
    }

    private static Instant protectedUntil(Task.Launched task) {
        return switch (task) {
            case Task.Active active -> active.protectedUntil();
            case Task.Stopped _ -> null;
        };
    }

    private static End end(Task.Launched task) {
        return switch (task) {
            case Task.Active active when active.stop() == null -> null;
            case Task.Active active ->
                    new End(
                            cause(active.stop().code(), active.stop().reason()),
                            false,
                            active.stop().at());
            case Task.Stopped stopped ->
                    new End(
                            cause(stopped.stop().code(), stopped.stop().reason()),
                            true,
                            stopped.stop().at());
        };
    }

    private static Cause cause(StopCode code, String reason) {
        return switch (code) {
            case TASK_FAILED_TO_START -> Cause.FAILED_TO_START;
            case ESSENTIAL_CONTAINER_EXITED -> Cause.EXITED;
            case SERVICE_SCHEDULER_INITIATED ->
                    Stopping.isForHealth(reason) ? Cause.UNHEALTHY : Cause.OTHER;
            case USER_INITIATED, TERMINATION_NOTICE -> Cause.OTHER;
        };
    }
}
