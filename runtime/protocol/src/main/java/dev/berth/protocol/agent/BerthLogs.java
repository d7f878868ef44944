package dev.berth.protocol.agent;

import dev.berth.protocol.json.Absent;
import java.util.List;

/**
 * A part of a container's output.
 *
 * @param end whether this is the last part
 * @param error why the rest of the output cannot be read, or null
 */
public record BerthLogs(String requestId, List<BerthLogLine> lines, boolean end, String error)
        implements AgentMessage {
    public BerthLogs {
        lines = Absent.asEmpty(lines);
    }

    /** Leaves out the container's output. */
    @Override
    public String toString() {
        return "BerthLogs[%s, %d lines, end=%s, error=%s]"
                .formatted(requestId, lines.size(), end, error);
    }
}
