package dev.berth.agent.task.run;

import dev.berth.agent.task.plan.ActionOutcome;
import dev.berth.agent.task.state.TaskFact;
import java.util.concurrent.CompletableFuture;

/** The messages to the runner of a task. */
sealed interface RunnerMessage {
    /** A fact from outside the runner. */
    record Fact(TaskFact fact, CompletableFuture<Void> written) implements RunnerMessage {}

    /** A container may have changed: inspect it. */
    record Recheck(String container) implements RunnerMessage {}

    /** An action for a container has ended. */
    record WorkDone(String container, ActionOutcome outcome) implements RunnerMessage {}

    /** The server has answered a report. */
    record Delivered(TaskFact.Reported fact) implements RunnerMessage {}

    /** The post-mortem was collected or delivered. */
    record Examined(TaskFact fact) implements RunnerMessage {}

    /** The message failed: notifies its sender. */
    default void fail(Throwable cause) {
        if (this instanceof Fact(_, var written)) {
            written.completeExceptionally(cause);
        }
    }

    /** The resulting state is on disk. */
    default void confirm() {
        if (this instanceof Fact(_, var written)) {
            written.complete(null);
        }
    }
}
