package dev.berth.agent.task;

import dev.berth.agent.docker.ContainerDocument;
import dev.berth.agent.docker.PublishedPort;
import dev.berth.protocol.agent.PayloadContainer;
import dev.berth.protocol.agent.PayloadTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the agent knows about a task; it is what lies in the task's file.
 *
 * @param seqNum the highest number of a payload that spoke of the task
 * @param stopCause why the task is to stop, null while it is to run. Once set it stays, and it is
 *     on disk before any container gets a signal
 * @param ranAt when every container was up, null if that never was
 * @param executionStoppedAt when the first essential container ended
 * @param stoppedAt when the last container had ended
 * @param postMortem null until its containers were examined, after the end
 */
public record TaskState(
        PayloadTask task,
        long seqNum,
        String stopCause,
        List<ContainerState> containers,
        Instant pullStartedAt,
        Instant pullStoppedAt,
        Instant ranAt,
        Instant executionStoppedAt,
        Instant stoppedAt,
        Acknowledgement acknowledged,
        PostMortem postMortem) {
    /**
     * What the server has answered 200 to.
     *
     * @param status NONE, RUNNING or STOPPED
     * @param stopped the containers that were reported stopped
     */
    public record Acknowledgement(TaskStatus status, List<String> stopped) {
        static final Acknowledgement NOTHING = new Acknowledgement(TaskStatus.NONE, List.of());

        public Acknowledgement {
            stopped = List.copyOf(stopped);
        }
    }

    public TaskState {
        containers = List.copyOf(containers);
    }

    /**
     * A task that is to run.
     *
     * @param ports the published ports of each container, by its name
     */
    static TaskState toRun(PayloadTask task, long seqNum, Map<String, List<PublishedPort>> ports) {
        var containers =
                task.containers().stream()
                        .map(c -> ContainerState.planned(c.name(), ports.get(c.name())))
                        .toList();
        return of(task, seqNum, containers);
    }

    /**
     * A task that this agent has no record of and that is to stop: there is nothing of it, or
     * containers whose record was lost.
     */
    static TaskState unknown(PayloadTask task, long seqNum, List<ContainerState> containers) {
        return of(task, seqNum, containers);
    }

    private static TaskState of(PayloadTask task, long seqNum, List<ContainerState> containers) {
        return new TaskState(
                task,
                seqNum,
                null,
                containers,
                null,
                null,
                null,
                null,
                null,
                Acknowledgement.NOTHING,
                null);
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
        return stoppedAt != null;
    }

    /** Nothing is left to do but to clean up. */
    boolean isSettled() {
        return isStopped()
                && acknowledged.status() == TaskStatus.STOPPED
                && containers.stream().noneMatch(ContainerState::lingering);
    }

    /** It is over, and the server has not got what its containers can tell. */
    boolean owesPostMortem() {
        return isStopped() && !containers.isEmpty() && (postMortem == null || !postMortem.taken());
    }

    ContainerState container(String name) {
        return containers.stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    }

    boolean hasContainer(String name) {
        return containers.stream().anyMatch(c -> c.name().equals(name));
    }

    /**
     * The container as its task describes it; those of a task whose record was lost have no
     * description.
     */
    Optional<PayloadContainer> description(String name) {
        return task.containers().stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /**
     * How Docker is asked about a container: by id once that is known, before by the name that it
     * was or will be made with.
     */
    String dockerName(String name) {
        var id = container(name).dockerId();
        return id != null ? id : ContainerDocument.containerName(task, id(), name);
    }

    boolean isEssential(String name) {
        return task.containers().stream().anyMatch(c -> c.name().equals(name) && c.essential());
    }

    TaskState withContainer(String name, UnaryOperator<ContainerState> change) {
        var changed = new ArrayList<ContainerState>(containers.size());
        containers.forEach(c -> changed.add(c.name().equals(name) ? change.apply(c) : c));
        return new TaskState(
                task,
                seqNum,
                stopCause,
                changed,
                pullStartedAt,
                pullStoppedAt,
                ranAt,
                executionStoppedAt,
                stoppedAt,
                acknowledged,
                postMortem);
    }

    TaskState toStop(String cause, long number) {
        return new TaskState(
                task,
                Math.max(seqNum, number),
                stopCause == null ? cause : stopCause,
                containers,
                pullStartedAt,
                pullStoppedAt,
                ranAt,
                executionStoppedAt,
                stoppedAt,
                acknowledged,
                postMortem);
    }

    /** The span from the first image asked for to the last one there. */
    TaskState pulled(Instant from, Instant to) {
        return new TaskState(
                task,
                seqNum,
                stopCause,
                containers,
                pullStartedAt == null || from.isBefore(pullStartedAt) ? from : pullStartedAt,
                pullStoppedAt == null || to.isAfter(pullStoppedAt) ? to : pullStoppedAt,
                ranAt,
                executionStoppedAt,
                stoppedAt,
                acknowledged,
                postMortem);
    }

    TaskState milestones(Instant ran, Instant executionStopped, Instant stopped) {
        return new TaskState(
                task,
                seqNum,
                stopCause,
                containers,
                pullStartedAt,
                pullStoppedAt,
                ran,
                executionStopped,
                stopped,
                acknowledged,
                postMortem);
    }

    TaskState acknowledged(TaskStatus status, List<String> stoppedContainers) {
        return new TaskState(
                task,
                seqNum,
                stopCause,
                containers,
                pullStartedAt,
                pullStoppedAt,
                ranAt,
                executionStoppedAt,
                stoppedAt,
                new Acknowledgement(status, stoppedContainers),
                postMortem);
    }

    TaskState withPostMortem(PostMortem found) {
        return new TaskState(
                task,
                seqNum,
                stopCause,
                containers,
                pullStartedAt,
                pullStoppedAt,
                ranAt,
                executionStoppedAt,
                stoppedAt,
                acknowledged,
                found);
    }

    /** To be reported from the start again. */
    TaskState toldNothing(long number) {
        return toStop(stopCause, number).acknowledged(TaskStatus.NONE, List.of());
    }
}
