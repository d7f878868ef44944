package dev.berth.domain.service;

/** Where a service wants its tasks. */
public enum SchedulingStrategy {
    /** As many as are desired, wherever they fit. */
    REPLICA,
    /** One on each instance that fits. */
    DAEMON
}
