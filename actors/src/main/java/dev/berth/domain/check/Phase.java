package dev.berth.domain.check;

/** What is remembered of an aggregate beyond the number of its last row. */
public enum Phase {
    /** Nothing that needs remembering. */
    SEEN,
    /** A task that can never be launched. */
    ABANDONED,
    /** A task that was launched. */
    ACTIVE,
    /** A task that is over. */
    STOPPED,
    /** Unknown: a row of it is missing or could not be read. */
    LOST
}
