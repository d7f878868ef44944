package dev.berth.actors.view;

import java.time.Instant;

/**
 * An agent that is connected now; never journaled.
 *
 * @param session the socket; when a displaced socket ends later, the newer connection stays
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
