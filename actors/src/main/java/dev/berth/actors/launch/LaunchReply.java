package dev.berth.actors.launch;

import dev.berth.domain.placement.Unfit;
import java.util.List;

/** The answers to {@link Launcher.Launch}. */
public sealed interface LaunchReply {

    /**
     * Every task is decided.
     *
     * @param launched the journaled tasks, in no particular order
     * @param failures for tasks that were not placed, why each instance was ruled out, without
     *     duplicates
     * @param abandoned ids that were abandoned before their launch; their tasks must be launched
     *     with new ids
     */
    record Decided(
            List<LaunchResult.Launched> launched, List<Unfit> failures, List<String> abandoned)
            implements LaunchReply {
        public Decided {
            launched = List.copyOf(launched);
            failures = List.copyOf(failures);
            abandoned = List.copyOf(abandoned);
        }
    }

    /** The outcome of some tasks is unknown. The same call with the same ids determines it. */
    record Failed(String reason) implements LaunchReply {}
}
