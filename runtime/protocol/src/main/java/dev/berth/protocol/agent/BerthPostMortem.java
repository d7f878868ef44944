package dev.berth.protocol.agent;

import dev.berth.protocol.json.Absent;
import java.util.List;

/**
 * The details of a task's containers. An agent sends it when the task has stopped, until the server
 * has taken it, and whenever the server asks.
 *
 * @param requestId of the {@link BerthExamineTask} that this answers, or null
 * @param error why there is no post-mortem, or null
 */
public record BerthPostMortem(
        String requestId, String taskArn, List<BerthContainerDetails> containers, String error)
        implements AgentMessage {
    public BerthPostMortem {
        containers = Absent.asEmpty(containers);
    }

    /** Leaves out the containers' output. */
    @Override
    public String toString() {
        return "BerthPostMortem[%s, %s, %d containers, error=%s]"
                .formatted(requestId, taskArn, containers.size(), error);
    }
}
