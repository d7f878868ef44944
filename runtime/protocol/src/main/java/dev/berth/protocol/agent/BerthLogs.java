package dev.berth.protocol.agent;

import java.util.List;

/**
 * A part of a container's output, and perhaps its end.
 *
 * @param end nothing follows
 * @param error why it ends before the output does, or null
 */
public record BerthLogs(String requestId, List<BerthLogLine> lines, boolean end, String error)
        implements AgentMessage {
    public BerthLogs {
        lines = Absent.asEmpty(lines);
    }

    /** Leaves out what the container wrote. */
    @Override
    public String toString() {
        return "BerthLogs[%s, %d lines, end=%s, error=%s]"
                .formatted(requestId, lines.size(), end, error);
    }
}
