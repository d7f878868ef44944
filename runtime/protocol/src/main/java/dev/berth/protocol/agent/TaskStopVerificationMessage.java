package dev.berth.protocol.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.protocol.json.Absent;
import java.util.List;

/**
 * The agent runs tasks that a manifest does not list, and asks whether to stop them.
 *
 * @param messageId that of the manifest
 */
public record TaskStopVerificationMessage(
        String messageId,
        @JsonInclude(JsonInclude.Include.ALWAYS) List<ManifestTask> stopCandidates)
        implements AgentMessage {
    public TaskStopVerificationMessage {
        stopCandidates = Absent.asEmpty(stopCandidates);
    }
}
