package dev.berth.protocol.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.protocol.json.Absent;
import java.util.List;

/**
 * Every task that the server assigns to an instance. The agent answers {@link AckRequest}, and
 * {@link TaskStopVerificationMessage} for tasks it runs that are not listed; it kills none on
 * absence alone.
 *
 * @param timeline the agent discards a manifest in silence unless this is above every timeline and
 *     {@link PayloadMessage#seqNum()} it has seen
 * @param generatedAt epoch milliseconds
 */
public record TaskManifestMessage(
        String messageId,
        String clusterArn,
        String containerInstanceArn,
        long generatedAt,
        long timeline,
        @JsonInclude(JsonInclude.Include.ALWAYS) List<ManifestTask> tasks)
        implements AgentMessage {
    public TaskManifestMessage {
        tasks = Absent.asEmpty(tasks);
    }
}
