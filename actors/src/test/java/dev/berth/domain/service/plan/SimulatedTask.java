package dev.berth.domain.service.plan;

import dev.berth.domain.observation.Health;
import dev.berth.domain.service.plan.ServiceTask.Cause;
import dev.berth.domain.service.plan.ServiceTask.End;
import dev.berth.domain.service.plan.ServiceTask.Target;
import java.time.Instant;

/** A task of a simulated cluster, which changes. */
final class SimulatedTask {

    final String id;
    final String deploymentId;
    final String instanceId;
    final Instant createdAt;
    final boolean checked;
    Instant startedAt;
    Health health = Health.UNKNOWN;
    Instant protectedUntil;
    Cause cause;

    /** The reason of the scheduler, if it stopped the task. */
    String stopReason;

    boolean stopped;
    Instant endedAt;

    SimulatedTask(
            String id, String deploymentId, String instanceId, Instant createdAt, boolean checked) {
        this.id = id;
        this.deploymentId = deploymentId;
        this.instanceId = instanceId;
        this.createdAt = createdAt;
        this.checked = checked;
    }

    boolean isLive() {
        return cause == null;
    }

    void run(Instant at) {
        if (startedAt == null) {
            startedAt = at;
        }
    }

    void askToStop(Cause why, Instant at) {
        if (cause == null) {
            cause = why;
            endedAt = at;
        }
    }

    void end(Cause why, Instant at) {
        askToStop(why, at);
        stopped = true;
    }

    ServiceTask seen() {
        return new ServiceTask(
                id,
                deploymentId,
                instanceId,
                createdAt,
                startedAt,
                health,
                checked,
                Target.NONE,
                protectedUntil,
                cause == null ? null : new End(cause, stopped, endedAt));
    }
}
