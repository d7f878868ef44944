package dev.berth.agent.task.state;

/**
 * Determines which changes of a task need not be saved before the next step, because the agent
 * learns them again from Docker after a restart.
 */
public final class UnsavedChange {
    private UnsavedChange() {}

    /**
     * Whether an agent with the state {@code saved} reaches {@code next} by asking Docker. This
     * holds for an image that was built on the host, and for the start of a container while other
     * containers of the task have not started. All other changes must be saved: a registry's
     * digest, host ports, ends, restarts, that all containers were running, and the state of the
     * task as a whole.
     */
    public static boolean canBeFoundAgain(TaskState saved, TaskState next) {
        return withoutWhatDockerTells(saved).equals(withoutWhatDockerTells(next));
    }

    private static TaskState withoutWhatDockerTells(TaskState task) {
        var stripped = task;
        for (var container : task.containers()) {
            if (!container.isStopped()) {
                stripped = stripped.withContainer(container.name(), UnsavedChange::strip);
            }
        }
        var milestones =
                new TaskState.Milestones(
                        null, null, task.ranAt(), task.executionStoppedAt(), task.stoppedAt());
        return stripped.with(milestones);
    }

    private static ContainerState strip(ContainerState container) {
        return new ContainerState(
                container.name(),
                ContainerPhase.AWAITING_IMAGE,
                container.ports(),
                null,
                container.imageDigest(),
                ContainerState.Run.NONE,
                container.lingering(),
                container.vitals());
    }
}
