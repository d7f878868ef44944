package dev.berth.agent.task.state;

/**
 * Which changes of a task need not be on disk before the next step: Docker tells of them again,
 * since the agent finds its containers by their labels and names after a restart.
 */
public final class UnsavedChange {
    private UnsavedChange() {}

    /**
     * Whether an agent that finds {@code saved} gets to {@code next} by asking Docker. That is so
     * for an image of the host's own, and for the start of a container while others of its task
     * have yet to start. A registry's digest, host ports, ends, restarts, that all containers were
     * up, and everything else about the task as a whole have to be saved.
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
