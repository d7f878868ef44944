package dev.berth.domain.observation;

import java.time.Instant;

/**
 * How one thing that an instance depends on is doing, never journaled.
 *
 * @param type such as {@code CONTAINER_RUNTIME}
 */
public record InstanceCondition(
        String type, Status status, Instant lastUpdated, Instant lastStatusChange) {
    /** Whether Berth's agent can save the state of more tasks; it gets none while it cannot. */
    public static final String AGENT_STATE = "AGENT_STATE";

    /** As ECS names them. */
    public enum Status {
        OK,
        IMPAIRED,
        INSUFFICIENT_DATA,
        INITIALIZING
    }
}
