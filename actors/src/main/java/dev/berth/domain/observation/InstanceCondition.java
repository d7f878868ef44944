package dev.berth.domain.observation;

import java.time.Instant;

/**
 * The status of something that an instance depends on; never journaled.
 *
 * @param type such as {@code CONTAINER_RUNTIME}
 */
public record InstanceCondition(
        String type, Status status, Instant lastUpdated, Instant lastStatusChange) {
    /**
     * Whether Berth's agent can save the state of more tasks. The instance gets no tasks while it
     * cannot.
     */
    public static final String AGENT_STATE = "AGENT_STATE";

    /** The values of ECS. */
    public enum Status {
        OK,
        IMPAIRED,
        INSUFFICIENT_DATA,
        INITIALIZING
    }
}
