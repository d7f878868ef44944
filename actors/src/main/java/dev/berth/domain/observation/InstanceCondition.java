package dev.berth.domain.observation;

import java.time.Instant;

/**
 * How one thing that an instance depends on is doing, never journaled.
 *
 * @param type such as {@code CONTAINER_RUNTIME}
 */
public record InstanceCondition(
        String type, Status status, Instant lastUpdated, Instant lastStatusChange) {
    /** As ECS names them. */
    public enum Status {
        OK,
        IMPAIRED,
        INSUFFICIENT_DATA,
        INITIALIZING
    }
}
