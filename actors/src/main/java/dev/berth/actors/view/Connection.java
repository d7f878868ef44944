package dev.berth.actors.view;

import java.time.Instant;

/**
 * An agent that is connected now; never journaled.
 *
 * @param session the socket; when a displaced socket ends later, the newer connection stays
 */
public record Connection(String session, Instant since) {}
