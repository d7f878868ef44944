package dev.berth.domain.task;

import dev.berth.domain.Aggregate;

/** The answer of a task to Launch, Abandon and Probe: its current state. */
public sealed interface TaskAnswer extends Aggregate.Answer {

    record NeverLaunched() implements TaskAnswer {}

    record GivenUp() implements TaskAnswer {}

    /**
     * @param instanceId its instance
     */
    record LaunchedOn(String instanceId, boolean stopped) implements TaskAnswer {}
}
