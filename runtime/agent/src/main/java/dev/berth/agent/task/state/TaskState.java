package dev.berth.agent.task.state;

import dev.berth.agent.docker.ContainerDocument;
import dev.berth.agent.docker.PublishedPort;
import dev.berth.protocol.agent.payload.PayloadContainer;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The known state of a task, saved in the task's file.
 *
 * @param seqNum the highest sequence number of a payload with the task
 * @param stopCause why the task must stop, or null. Once set it does not change, and it is on disk
 *     before any container gets a signal
 * @param postMortem null until it was collected, after the end
 */
public record TaskState(
        PayloadTask task,
        long seqNum,
        String stopCause,
        List<ContainerState> containers,
        Milestones milestones,
        Acknowledgement acknowledged,
        TaskPostMortem postMortem) {
    /**
     * The times of the task; null if not reached.
     *
     * @param ranAt when every container was running
     * @param executionStoppedAt when the first essential container ended
     * @param stoppedAt when the last container had ended
     */
    public record Milestones(
            Instant pullStartedAt,
            Instant pullStoppedAt,
            Instant ranAt,
            Instant executionStoppedAt,
            Instant stoppedAt) {
        static final Milestones NONE = new Milestones(null, null, null, null, null);
    }

    /**
     * The state that the server has acknowledged.
     *
     * @param status NONE, RUNNING or STOPPED
     * @param running the containers that were last reported as running
     * @param stopped the containers that were reported as stopped
     */
    public record Acknowledgement(TaskStatus status, List<String> running, List<String> stopped) {
        static final Acknowledgement NOTHING =
                new Acknowledgement(TaskStatus.NONE, List.of(), List.of());

        public Acknowledgement {
            running = running == null ? List.of() : List.copyOf(running);
            stopped = List.copyOf(stopped);
        }
    }

    public TaskState {
        containers = List.copyOf(containers);
    }

    /**
     * A task that should run.
     *
     * @param ports the published ports of each container, by its name
     */
    public static TaskState toRun(
            PayloadTask task, long seqNum, Map<String, List<PublishedPort>> ports) {
        var containers =
                task.containers().stream()
                        .map(c -> ContainerState.planned(c.name(), ports.get(c.name())))
                        .toList();
        return of(task, seqNum, containers);
    }

    /**
     * An unknown task that must stop: it has no containers, or containers whose record was lost.
     */
    public static TaskState unknown(
            PayloadTask task, long seqNum, List<ContainerState> containers) {
        return of(task, seqNum, containers);
    }

    private static TaskState of(PayloadTask task, long seqNum, List<ContainerState> containers) {
        return new TaskState(
                task, seqNum, null, containers, Milestones.NONE, Acknowledgement.NOTHING, null);
    }

    public Instant pullStartedAt() {
        return milestones.pullStartedAt();
    }

    public Instant pullStoppedAt() {
        return milestones.pullStoppedAt();
    }

    public Instant ranAt() {
        return milestones.ranAt();
    }

    public Instant executionStoppedAt() {
        return milestones.executionStoppedAt();
    }

    public Instant stoppedAt() {
        return milestones.stoppedAt();
    }

    public String arn() {
        return task.arn();
    }

    public String id() {
        return TaskArn.id(task.arn());
    }

    public boolean isToStop() {
        return stopCause != null;
    }

    public boolean isStopped() {
        return stoppedAt() != null;
    }

    /** Only the cleanup remains. */
    public boolean isSettled() {
        return isStopped()
                && acknowledged.status() == TaskStatus.STOPPED
                && containers.stream().noneMatch(ContainerState::lingering);
    }

    /** The task has stopped, and the server does not have its post-mortem. */
    public boolean owesPostMortem() {
        return isStopped() && !containers.isEmpty() && (postMortem == null || !postMortem.taken());
    }

    public ContainerState container(String name) {
        return containers.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    public boolean hasContainer(String name) {
        return containers.stream().anyMatch(c -> c.name().equals(name));
    }

    /**
     * The description of the container in its task; empty for containers of a task whose record was
     * lost.
     */
    public Optional<PayloadContainer> description(String name) {
        return task.containers().stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** The container's id in Docker if it is known, otherwise its name. */
    public String dockerName(String name) {
        var id = container(name).dockerId();
        return id != null ? id : ContainerDocument.containerName(task, id(), name);
    }

    public boolean isEssential(String name) {
        return task.containers().stream().anyMatch(c -> c.name().equals(name) && c.essential());
    }

    TaskState withContainer(String name, UnaryOperator<ContainerState> change) {
        var changed = new ArrayList<ContainerState>(containers.size());
        containers.forEach(c -> changed.add(c.name().equals(name) ? change.apply(c) : c));
        return new TaskState(
                task, seqNum, stopCause, changed, milestones, acknowledged, postMortem);
    }

    TaskState toStop(String cause, long number) {
        return new TaskState(
                task,
                Math.max(seqNum, number),
                stopCause == null ? cause : stopCause,
                containers,
                milestones,
                acknowledged,
                postMortem);
    }

    /** The time from the first request for an image until the last image was on the host. */
    TaskState pulled(Instant from, Instant to) {
        var began = pullStartedAt();
        var ended = pullStoppedAt();
        return with(
                new Milestones(
                        began == null || from.isBefore(began) ? from : began,
                        ended == null || to.isAfter(ended) ? to : ended,
                        ranAt(),
                        executionStoppedAt(),
                        stoppedAt()));
    }

    TaskState reached(Instant ran, Instant executionStopped, Instant stopped) {
        return with(
                new Milestones(pullStartedAt(), pullStoppedAt(), ran, executionStopped, stopped));
    }

    TaskState with(Milestones other) {
        return new TaskState(task, seqNum, stopCause, containers, other, acknowledged, postMortem);
    }

    TaskState with(Acknowledgement other) {
        return new TaskState(task, seqNum, stopCause, containers, milestones, other, postMortem);
    }

    TaskState withPostMortem(TaskPostMortem found) {
        return new TaskState(task, seqNum, stopCause, containers, milestones, acknowledged, found);
    }

    /** All reports are sent again. */
    TaskState toldNothing(long number) {
        return toStop(stopCause, number).with(Acknowledgement.NOTHING);
    }
}
