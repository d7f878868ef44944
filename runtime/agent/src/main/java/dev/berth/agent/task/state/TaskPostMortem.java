package dev.berth.agent.task.state;

import dev.berth.protocol.agent.BerthContainerDetails;
import java.util.List;

/**
 * The diagnostics of the containers of a stopped task. They are kept in the task's file until the
 * server has stored them.
 *
 * @param containers empty after the server has stored them
 */
public record TaskPostMortem(List<BerthContainerDetails> containers, boolean taken) {
    public static final TaskPostMortem TAKEN = new TaskPostMortem(List.of(), true);

    public TaskPostMortem {
        containers = List.copyOf(containers);
    }
}
