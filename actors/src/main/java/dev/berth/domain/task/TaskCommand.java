package dev.berth.domain.task;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.TagChange;
import java.time.Instant;
import java.util.Map;

/** What a task can be asked to do. */
public sealed interface TaskCommand extends Aggregate.Command {

    /**
     * Launches it on the instance that its spec names. An id that is taken or abandoned says so in
     * the answer.
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

    /** Gives it up for ever, unless it was launched; the answer says what it is. */
    record Abandon() implements TaskCommand {}

    /** Changes nothing; the answer says what it is. */
    record Probe() implements TaskCommand {}

    /** Asks for its end: StopTask and the reconcilers. */
    record Stop(StopCode code, String reason) implements TaskCommand {}

    /**
     * Protects a task of a service from scale-in and deployments until then; null ends that.
     * Refused for any other task.
     */
    record Protect(Instant until) implements TaskCommand {}

    /** What its agent says about it. */
    record Report(TaskReport report) implements TaskCommand {}

    /** Its instance was deregistered by force, so no agent will report that it stopped. */
    record Orphan(String reason) implements TaskCommand {}

    /**
     * What an agent found when the task was over. Kept once, and only of the instance that the task
     * was on; refused while it is not over.
     */
    record KeepPostMortem(String instanceId, PostMortem found) implements TaskCommand {}
}
