package dev.berth.protocol.agent;

/**
 * Asks an agent for the output of a container. The server sends it only to agents that support it.
 *
 * @param requestId the id that the answers carry
 * @param sinceMillis epoch milliseconds, or null for from the beginning
 * @param tail how many lines from the end, or null for all
 * @param follow whether to also send the output that the container writes from now on
 * @param timestamps whether each line begins with the time at which it was written
 * @param window how many {@link BerthLogs} the agent may send before a {@link BerthLogsCredit}
 */
public record BerthReadLogs(
        String requestId,
        String taskArn,
        String containerName,
        Long sinceMillis,
        Integer tail,
        boolean follow,
        boolean timestamps,
        int window)
        implements AgentMessage {}
