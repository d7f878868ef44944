package dev.berth.actors.launch;

import dev.berth.domain.placement.Unfit;
import java.util.List;

/** What a launcher answers to {@link Launcher.Launch}. */
public sealed interface LaunchReply {

    /**
     * Every task is decided.
     *
     * @param launched the tasks that the journal has, in no particular order
     * @param failures for tasks that fit nowhere, why each instance was ruled out, each pair once
     * @param abandoned ids that were given up before their launch, for ever; their tasks are to be
     *     launched under new ids
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

    /** Of some tasks the outcome is unknown; the same call again, with the same ids, finds out. */
    record Failed(String reason) implements LaunchReply {}
}
