package dev.berth.protocol.agent;

/**
 * The server accepts post-mortems on this socket from now on. It sends this only to agents that
 * support it, and agents send no post-mortem before.
 *
 * @param atATime how many the agent may send before a {@link BerthPostMortemTaken}
 */
public record BerthPostMortemsWanted(int atATime) implements AgentMessage {}
