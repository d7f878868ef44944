package dev.berth.protocol.agent;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A message of a type that this version does not know. The receiver ignores it and keeps the socket
 * open.
 *
 * @param message its content as it came; it may hold credentials
 */
public record Unknown(String type, JsonNode message) implements AgentMessage {
    /** Leaves out the content. */
    @Override
    public String toString() {
        return "Unknown[type=" + type + "]";
    }
}
