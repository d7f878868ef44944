package dev.berth.actors.view;

import java.time.Instant;

/**
 * An agent that is connected now; never journaled.
 *
 * @param session the socket; when a replaced socket closes later, the newer connection is kept
 */
public record Connection(String session, Instant since) {}
