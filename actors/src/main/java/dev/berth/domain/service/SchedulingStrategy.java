package dev.berth.domain.service;

/** The scheduling strategy of a service. */
public enum SchedulingStrategy {
    /** The desired number of tasks, on any suitable instances. */
    REPLICA,
    /** One task on each suitable instance. */
    DAEMON
}
