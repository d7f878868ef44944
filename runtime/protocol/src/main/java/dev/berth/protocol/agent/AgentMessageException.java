package dev.berth.protocol.agent;

/**
 * A frame that is not a readable {@link AgentMessage}. Its sentence names the place and what was
 * expected there, never what stood there: a message may hold what must not be logged.
 */
public final class AgentMessageException extends Exception {
    AgentMessageException(String message) {
        super(message);
    }
}
