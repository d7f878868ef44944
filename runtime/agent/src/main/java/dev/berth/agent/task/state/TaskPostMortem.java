package dev.berth.agent.task.state;

import dev.berth.protocol.agent.BerthContainerDetails;
import java.util.List;

/**
 * What the containers of a task that is over had to tell; it stays in the task's file until the
 * server has taken it.
 *
 * @param containers none any more once it was taken
 */
public record TaskPostMortem(List<BerthContainerDetails> containers, boolean taken) {
    public static final TaskPostMortem TAKEN = new TaskPostMortem(List.of(), true);

    public TaskPostMortem {
        containers = List.copyOf(containers);
    }
}
