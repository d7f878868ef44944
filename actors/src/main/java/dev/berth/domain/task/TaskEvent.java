package dev.berth.domain.task;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.TagChange;
import java.time.Instant;

/** The events of a task. */
public sealed interface TaskEvent extends Aggregate.Event {

    record Launched(TaskSpec spec, Instant at) implements TaskEvent {}

    record TagsChanged(TagChange change) implements TaskEvent {}

    record Abandoned(Instant at) implements TaskEvent {}

    record StopRequested(StopCode code, String reason, Instant at) implements TaskEvent {}

    /** A report that changed something, but not to STOPPED. The whole report is stored. */
    record Progressed(TaskReport report, Instant at) implements TaskEvent {}

    /**
     * The task has stopped.
     *
     * @param report the agent's last report, or null if no agent can report any more
     */
    record Stopped(TaskReport report, StopCode code, String reason, Instant at)
            implements TaskEvent {}

    /**
     * Its protection from scale-in and deployments changed.
     *
     * @param until null if it is not protected any more
     */
    record ProtectionSet(Instant until, Instant at) implements TaskEvent {}

    /** The diagnostics of its containers, recorded after the task stopped. */
    record Examined(PostMortem found, Instant at) implements TaskEvent {}
}
