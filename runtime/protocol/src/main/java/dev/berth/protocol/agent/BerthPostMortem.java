package dev.berth.protocol.agent;

import java.util.List;

/**
 * What the containers of a task can tell: once, when it is over, until the server has taken it; and
 * whenever the server asks.
 *
 * @param requestId of the {@link BerthExamineTask} that this answers, or null
 * @param error why there is nothing to tell, or null
 */
public record BerthPostMortem(
        String requestId, String taskArn, List<BerthContainerDetails> containers, String error)
        implements AgentMessage {
    public BerthPostMortem {
        containers = Absent.asEmpty(containers);
    }

    /** Leaves out what containers wrote. */
    @Override
    public String toString() {
        return "BerthPostMortem[%s, %s, %d containers, error=%s]"
                .formatted(requestId, taskArn, containers.size(), error);
    }
}
