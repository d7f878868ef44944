package dev.berth.protocol.agent;

/**
 * A frame that is not a readable {@link AgentMessage}. Its sentence names the place and what was
 * expected there. It never quotes the message, which may hold secrets.
 */
public final class AgentMessageException extends Exception {
    AgentMessageException(String message) {
        super(message);
    }
}
