package dev.berth.domain.task;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.TagChange;
import java.time.Instant;
import java.util.Map;

/** The commands of a task. */
public sealed interface TaskCommand extends Aggregate.Command {

    /**
     * Launches the task on the instance in its spec. If the id is in use or abandoned, the answer
     * says so.
     */
    record Launch(TaskSpec spec, Map<String, String> tags) implements TaskCommand {
        public Launch {
            tags = Map.copyOf(tags);
        }

        public Launch(TaskSpec spec) {
            this(spec, Map.of());
        }
    }

    record ChangeTags(TagChange change) implements TaskCommand {}

    /** Abandons the task for ever, unless it was launched. The answer is its state. */
    record Abandon() implements TaskCommand {}

    /** Changes nothing. The answer is its state. */
    record Probe() implements TaskCommand {}

    /** Requests the task to stop; used by StopTask and the reconcilers. */
    record Stop(StopCode code, String reason) implements TaskCommand {}

    /**
     * Protects a task of a service from scale-in and deployments until this time; null ends the
     * protection. Refused for other tasks.
     */
    record Protect(Instant until) implements TaskCommand {}

    /** A report of its agent. */
    record Report(TaskReport report) implements TaskCommand {}

    /** Its instance was deregistered by force, so no agent will report the end of the task. */
    record Orphan(String reason) implements TaskCommand {}

    /**
     * Stores the post-mortem of a stopped task, once, and only from the instance of the task.
     * Refused if the task has not stopped.
     */
    record KeepPostMortem(String instanceId, PostMortem found) implements TaskCommand {}
}
