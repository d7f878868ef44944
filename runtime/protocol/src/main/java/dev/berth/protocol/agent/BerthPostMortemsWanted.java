package dev.berth.protocol.agent;

/**
 * From now on the server takes post-mortems on this socket. Sent only to agents that say that they
 * know it, and they send none before.
 *
 * @param atATime how many may be on the way before a {@link BerthPostMortemTaken}
 */
public record BerthPostMortemsWanted(int atATime) implements AgentMessage {}
