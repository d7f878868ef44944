package dev.berth.protocol.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.protocol.json.Absent;
import java.util.List;

/**
 * Names those of the {@link TaskStopVerificationMessage}'s tasks that really are to be stopped. The
 * agent honours it once, and for its latest manifest only.
 *
 * @param messageId that of the manifest
 * @param generatedAt epoch milliseconds
 */
public record TaskStopVerificationAck(
        String messageId,
        long generatedAt,
        @JsonInclude(JsonInclude.Include.ALWAYS) List<ManifestTask> stopTasks)
        implements AgentMessage {
    public TaskStopVerificationAck {
        stopTasks = Absent.asEmpty(stopTasks);
    }
}
