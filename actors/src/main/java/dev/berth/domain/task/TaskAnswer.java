package dev.berth.domain.task;

import dev.berth.domain.Aggregate;

/** What a task tells the sender of Launch, Abandon and Probe: what it is now. */
public sealed interface TaskAnswer extends Aggregate.Answer {

    record NeverLaunched() implements TaskAnswer {}

    record GivenUp() implements TaskAnswer {}

    /**
     * @param instanceId where it was launched
     */
    record LaunchedOn(String instanceId, boolean stopped) implements TaskAnswer {}
}
