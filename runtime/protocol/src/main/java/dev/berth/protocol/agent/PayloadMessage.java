package dev.berth.protocol.agent;

import dev.berth.protocol.agent.payload.PayloadTask;
import dev.berth.protocol.json.Absent;
import java.util.List;

/**
 * Work for an agent. Send one task per message: an agent acknowledges a message only if every task
 * in it could be loaded.
 *
 * @param messageId required, as are both ARNs: an agent drops a message without them and
 *     acknowledges nothing
 * @param seqNum from the same strictly increasing counter of the instance as {@link
 *     TaskManifestMessage#timeline()}
 * @param generatedAt epoch milliseconds
 */
public record PayloadMessage(
        String messageId,
        String clusterArn,
        String containerInstanceArn,
        long seqNum,
        long generatedAt,
        List<PayloadTask> tasks)
        implements AgentMessage {
    public PayloadMessage {
        tasks = Absent.asEmpty(tasks);
    }
}
