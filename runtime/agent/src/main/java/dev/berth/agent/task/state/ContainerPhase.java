package dev.berth.agent.task.state;

/** How far a container has come; it only moves forward. */
public enum ContainerPhase {
    /** Its image is not known to be on the host. */
    AWAITING_IMAGE,
    /**
     * Its image is there. Docker may hold a container that has never run, left by an attempt that
     * broke off.
     */
    READY,
    /** Docker ran it and is not known to have ended it. */
    RUNNING,
    /** It ended, or it never ran and never will. */
    STOPPED
}
