package dev.berth.agent.task.state;

import dev.berth.agent.docker.PublishedPort;
import java.time.Instant;
import java.util.List;

/**
 * The known state of one container of a task.
 *
 * @param ports its published ports, with the chosen host ports
 * @param dockerId null until it was seen running
 * @param imageDigest null for an image that was built on the host
 * @param run its last run
 * @param lingering Docker runs it although it counts as STOPPED; possible after a start that
 *     exceeded its deadline
 * @param vitals its health and its restarts
 */
public record ContainerState(
        String name,
        ContainerPhase phase,
        List<PublishedPort> ports,
        String dockerId,
        String imageDigest,
        Run run,
        boolean lingering,
        Vitals vitals) {
    /**
     * The times and the result of a run.
     *
     * @param startedAt null if it never ran
     * @param exitCode null unless it ran and ended
     * @param reason why it did not run or was ended, as {@code ErrorName: text}, or null
     */
    public record Run(Instant startedAt, Instant finishedAt, Integer exitCode, String reason) {
        static final Run NONE = new Run(null, null, null, null);
    }

    public ContainerState {
        vitals = vitals == null ? Vitals.NONE : vitals;
        ports = ports == null ? List.of() : List.copyOf(ports);
        run = run == null ? Run.NONE : run;
    }

    static ContainerState planned(String name, List<PublishedPort> ports) {
        return new ContainerState(
                name,
                ContainerPhase.AWAITING_IMAGE,
                ports,
                null,
                null,
                Run.NONE,
                false,
                Vitals.NONE);
    }

    /** A container in Docker whose record was lost; it may have ended. */
    public static ContainerState found(String name, String dockerId) {
        return new ContainerState(
                name,
                ContainerPhase.RUNNING,
                List.of(),
                dockerId,
                null,
                Run.NONE,
                false,
                Vitals.NONE);
    }

    public Instant startedAt() {
        return run.startedAt();
    }

    public Instant finishedAt() {
        return run.finishedAt();
    }

    public Integer exitCode() {
        return run.exitCode();
    }

    public String reason() {
        return run.reason();
    }

    public boolean isStopped() {
        return phase == ContainerPhase.STOPPED;
    }

    public boolean isRunning() {
        return phase == ContainerPhase.RUNNING;
    }

    public boolean hasRun() {
        return run.startedAt() != null;
    }

    public boolean isAwaitingRestart() {
        return isRunning() && vitals.exitedAt() != null;
    }

    public boolean isHealthy() {
        return isRunning() && vitals.health() == Vitals.Health.HEALTHY;
    }

    ContainerState ready(String digest) {
        return new ContainerState(
                name, ContainerPhase.READY, ports, dockerId, digest, run, lingering, vitals);
    }

    ContainerState withPorts(List<PublishedPort> other) {
        return new ContainerState(
                name, phase, other, dockerId, imageDigest, run, lingering, vitals);
    }

    ContainerState running(String id, Instant since, Vitals now) {
        return new ContainerState(
                name,
                ContainerPhase.RUNNING,
                ports,
                id,
                imageDigest,
                new Run(since, null, null, null),
                false,
                now);
    }

    /** It has ended and will be restarted. */
    ContainerState awaitingRestart(Instant exitedAt) {
        return new ContainerState(
                name,
                phase,
                ports,
                dockerId,
                imageDigest,
                run,
                lingering,
                vitals.awaitingRestart(exitedAt));
    }

    ContainerState ended(String id, Run ended) {
        return new ContainerState(
                name, ContainerPhase.STOPPED, ports, id, imageDigest, ended, false, vitals.ended());
    }

    /** Stopped without an end reported by Docker. */
    ContainerState lost(Instant at, String why) {
        return ended(dockerId, new Run(startedAt(), hasRun() ? at : null, null, why));
    }

    ContainerState lingering(boolean runs) {
        return new ContainerState(name, phase, ports, dockerId, imageDigest, run, runs, vitals);
    }
}
