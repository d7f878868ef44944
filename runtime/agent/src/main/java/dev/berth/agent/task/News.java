package dev.berth.agent.task;

import dev.berth.agent.task.ContainerWork.Outcome;
import java.util.concurrent.CompletableFuture;

/** What reaches the runner of a task. */
sealed interface News {
    /** Somebody outside learned something, and may wait until it is written down. */
    record Told(TaskFact fact, CompletableFuture<Void> written) implements News {}

    /** A container may have changed. */
    record Doubted(String container) implements News {}

    /** An action for a container has ended. */
    record WorkDone(String container, Outcome outcome) implements News {}

    /** The server has answered to a report. */
    record Delivered(TaskFact.Reported fact) implements News {}

    /** A step towards the post-mortem's being with the server is done. */
    record Examined(TaskFact fact) implements News {}

    /** It is written down. */
    default void confirm() {
        if (this instanceof Told(_, var written)) {
            written.complete(null);
        }
    }
}
