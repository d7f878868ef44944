package dev.berth.actors.view;

import java.time.Instant;

/**
 * An agent that is connected now; never journaled.
 *
 * @param session which of its sockets, so that a displaced one that ends later disconnects nobody
 * @param agentVersion as the agent says, or null
 * @param agentHash as the agent says, or null
 * @param dockerVersion as the agent says, or null
 */
public record Connection(
        String session,
        Instant since,
        String agentVersion,
        String agentHash,
        String dockerVersion) {}
