package dev.berth.domain.check;

/** The state of an aggregate that the check needs in addition to its last sequence number. */
public enum Phase {
    /** No further state. */
    SEEN,
    /** A task that can never be launched. */
    ABANDONED,
    /** A task that was launched. */
    ACTIVE,
    /** A task that has stopped. */
    STOPPED,
    /** Unknown: a row of the aggregate is missing or unreadable. */
    LOST
}
