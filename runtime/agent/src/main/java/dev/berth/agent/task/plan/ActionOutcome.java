package dev.berth.agent.task.plan;

import dev.berth.agent.task.state.TaskFact;
import java.util.List;

/**
 * The outcome of an action.
 *
 * @param unverified Docker did not answer, so the container must be inspected
 */
public record ActionOutcome(List<TaskFact> facts, boolean unverified) {
    public static final ActionOutcome NOTHING = new ActionOutcome(List.of(), false);
    public static final ActionOutcome UNKNOWN = new ActionOutcome(List.of(), true);

    public static ActionOutcome of(TaskFact fact) {
        return new ActionOutcome(List.of(fact), false);
    }
}
