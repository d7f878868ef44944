package dev.berth.agent.task.state;

import dev.berth.agent.docker.ContainerInspection.Exited;
import dev.berth.protocol.agent.payload.PayloadRestartPolicy;
import java.time.Duration;

/** Whether a container that has ended is restarted: the restart policy of ECS. */
public final class RestartRule {
    /** The default of the minimum run time in seconds. */
    private static final int ATTEMPT_PERIOD = 300;

    private RestartRule() {}

    /**
     * Only while the task should run, only after the minimum run time, and not with an ignored exit
     * code.
     */
    static boolean startsAgain(TaskState task, ContainerState container, Exited exited) {
        var policy = task.description(container.name()).map(c -> c.restartPolicy()).orElse(null);
        return policy != null
                && policy.enabled()
                && !task.isToStop()
                && !policy.ignoredExitCodes().contains(exited.exitCode())
                && ranLongEnough(policy, exited);
    }

    private static boolean ranLongEnough(PayloadRestartPolicy policy, Exited exited) {
        if (exited.startedAt() == null || exited.finishedAt() == null) {
            return false;
        }
        var period =
                policy.restartAttemptPeriod() == null
                        ? ATTEMPT_PERIOD
                        : policy.restartAttemptPeriod();
        return Duration.between(exited.startedAt(), exited.finishedAt())
                        .compareTo(Duration.ofSeconds(period))
                >= 0;
    }
}
