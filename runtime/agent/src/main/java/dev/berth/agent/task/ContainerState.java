package dev.berth.agent.task;

import dev.berth.agent.docker.PublishedPort;
import java.time.Instant;
import java.util.List;

/**
 * What the agent knows about one container of a task.
 *
 * @param ports what it publishes, with the host ports that were chosen for it
 * @param dockerId null until Docker was seen to run it
 * @param imageDigest null for an image that was made on the host
 * @param startedAt null if it never ran
 * @param exitCode null unless it ran and ended
 * @param reason why it did not run or did not end by itself, as {@code ErrorName: text}, or null
 * @param lingering Docker runs it although it counts as STOPPED, which a start that outlived its
 *     deadline can lead to
 * @param vitals its health and its restarts
 */
public record ContainerState(
        String name,
        ContainerPhase phase,
        List<PublishedPort> ports,
        String dockerId,
        String imageDigest,
        Instant startedAt,
        Instant finishedAt,
        Integer exitCode,
        String reason,
        boolean lingering,
        Vitals vitals) {
    public ContainerState {
        vitals = vitals == null ? Vitals.NONE : vitals;
        ports = ports == null ? List.of() : List.copyOf(ports);
    }

    static ContainerState planned(String name, List<PublishedPort> ports) {
        return new ContainerState(
                name,
                ContainerPhase.AWAITING_IMAGE,
                ports,
                null,
                null,
                null,
                null,
                null,
                null,
                false,
                Vitals.NONE);
    }

    /** One that Docker has and whose record was lost; it may have ended. */
    static ContainerState found(String name, String dockerId) {
        return new ContainerState(
                name,
                ContainerPhase.RUNNING,
                List.of(),
                dockerId,
                null,
                null,
                null,
                null,
                null,
                false,
                Vitals.NONE);
    }

    boolean isStopped() {
        return phase == ContainerPhase.STOPPED;
    }

    boolean isRunning() {
        return phase == ContainerPhase.RUNNING;
    }

    boolean hasRun() {
        return startedAt != null;
    }

    ContainerState ready(String digest) {
        return new ContainerState(
                name,
                ContainerPhase.READY,
                ports,
                dockerId,
                digest,
                startedAt,
                finishedAt,
                exitCode,
                reason,
                lingering,
                vitals);
    }

    ContainerState withPorts(List<PublishedPort> other) {
        return new ContainerState(
                name,
                phase,
                other,
                dockerId,
                imageDigest,
                startedAt,
                finishedAt,
                exitCode,
                reason,
                lingering,
                vitals);
    }

    ContainerState running(String id, Instant since, Vitals now) {
        return new ContainerState(
                name,
                ContainerPhase.RUNNING,
                ports,
                id,
                imageDigest,
                since,
                null,
                null,
                null,
                false,
                now);
    }

    /** It has ended and is to be started again. */
    ContainerState awaitingRestart(Instant exitedAt) {
        return new ContainerState(
                name,
                phase,
                ports,
                dockerId,
                imageDigest,
                startedAt,
                finishedAt,
                exitCode,
                reason,
                lingering,
                vitals.awaitingRestart(exitedAt));
    }

    boolean isAwaitingRestart() {
        return isRunning() && vitals.exitedAt() != null;
    }

    boolean isHealthy() {
        return isRunning() && vitals.health() == Vitals.Health.HEALTHY;
    }

    ContainerState ended(String id, Instant since, Instant at, Integer code, String why) {
        return new ContainerState(
                name,
                ContainerPhase.STOPPED,
                ports,
                id,
                imageDigest,
                since,
                at,
                code,
                why,
                false,
                vitals.ended());
    }

    /** Stopped without an end that Docker told of. */
    ContainerState lost(Instant at, String why) {
        return ended(dockerId, startedAt, startedAt == null ? null : at, null, why);
    }

    ContainerState lingering(boolean runs) {
        return new ContainerState(
                name,
                phase,
                ports,
                dockerId,
                imageDigest,
                startedAt,
                finishedAt,
                exitCode,
                reason,
                runs,
                vitals);
    }
}
