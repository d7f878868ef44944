package dev.berth.agent.task.state;

import dev.berth.agent.docker.ContainerInspection;
import dev.berth.agent.docker.PublishedPort;
import java.time.Instant;
import java.util.List;

/** A fact about a task, with the time at which the agent learned it. */
public sealed interface TaskFact {
    Instant at();

    /** The server requests the task to stop. */
    record StopRequested(String cause, long seqNum, Instant at) implements TaskFact {}

    /** The server sends the task again, so it may have lost earlier reports. */
    record AskedAgain(long seqNum, Instant at) implements TaskFact {}

    /** A container's image is on the host. */
    record ImageReady(String container, String digest, Instant asked, Instant at)
            implements TaskFact {}

    /** Docker refused to run a container. */
    record Failed(String container, String reason, Instant at) implements TaskFact {}

    /** Other host ports were chosen for a container, because the first ones are in use. */
    record PortsChosen(String container, List<PublishedPort> ports, Instant at)
            implements TaskFact {}

    /** A container was inspected. */
    record Seen(String container, ContainerInspection sighting, Instant at) implements TaskFact {}

    /** Docker refused to restart a container. */
    record NotRestarted(String container, String reason, Instant at) implements TaskFact {}

    /** A container of a task that must stop will not be started. */
    record NotStarted(String container, Instant at) implements TaskFact {}

    /** The server has accepted a report. */
    record Reported(TaskStateReport report, Instant at) implements TaskFact {}

    /** The post-mortem was collected. */
    record Examined(TaskPostMortem found, Instant at) implements TaskFact {}

    /** The server has stored the post-mortem. */
    record PostMortemTaken(Instant at) implements TaskFact {}
}
