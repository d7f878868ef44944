package dev.berth.agent.task;

import dev.berth.protocol.agent.BerthContainerDetails;
import java.util.List;

/**
 * What the containers of a task that is over had to tell; it stays in the task's file until the
 * server has taken it.
 *
 * @param containers none any more once it was taken
 */
public record PostMortem(List<BerthContainerDetails> containers, boolean taken) {
    static final PostMortem TAKEN = new PostMortem(List.of(), true);

    public PostMortem {
        containers = List.copyOf(containers);
    }
}
