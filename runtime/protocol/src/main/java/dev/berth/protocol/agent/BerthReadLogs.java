package dev.berth.protocol.agent;

/**
 * Asks an agent for the output of a container. One of Berth's own messages: sent only to agents
 * that say that they know it.
 *
 * @param requestId names the reading in all that follows
 * @param sinceMillis epoch milliseconds, or null for from the beginning
 * @param tail how many of the last lines, or null for all
 * @param follow whether to go on with what the container writes from now on
 * @param timestamps whether each line begins with the moment it was written
 * @param window how many {@link BerthLogs} may be on the way before a {@link BerthLogsCredit}
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
