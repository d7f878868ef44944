package dev.berth.agent.task.state;

import dev.berth.agent.docker.ContainerInspection;
import dev.berth.agent.docker.PublishedPort;
import java.time.Instant;
import java.util.List;

/** Something that happened to a task, and when the agent learned of it. */
public sealed interface TaskFact {
    Instant at();

    /** The server wants the task stopped. */
    record StopRequested(String cause, long seqNum, Instant at) implements TaskFact {}

    /** The server speaks of the task again, so it may have forgotten what it was told. */
    record AskedAgain(long seqNum, Instant at) implements TaskFact {}

    /** A container's image is on the host. */
    record ImageReady(String container, String digest, Instant asked, Instant at)
            implements TaskFact {}

    /** Docker said that a container cannot run. */
    record Failed(String container, String reason, Instant at) implements TaskFact {}

    /** Other host ports were chosen for a container, since something else holds the first ones. */
    record PortsChosen(String container, List<PublishedPort> ports, Instant at)
            implements TaskFact {}

    /** Docker was asked what a container is doing. */
    record Seen(String container, ContainerInspection sighting, Instant at) implements TaskFact {}

    /** Docker said that a container cannot be started again. */
    record NotRestarted(String container, String reason, Instant at) implements TaskFact {}

    /** A container of a task that is to stop will not be started. */
    record NotStarted(String container, Instant at) implements TaskFact {}

    /** The server has a report. */
    record Reported(TaskStateReport report, Instant at) implements TaskFact {}

    /** Docker was asked what the containers of a task that is over can tell. */
    record Examined(TaskPostMortem found, Instant at) implements TaskFact {}

    /** The server has the post-mortem. */
    record PostMortemTaken(Instant at) implements TaskFact {}
}
