package dev.berth.agent.task.state;

/** The phase of a container; it only moves forward. */
public enum ContainerPhase {
    /** Its image is not known to be on the host. */
    AWAITING_IMAGE,
    /**
     * Its image is on the host. Docker may have a container that has never run, from an interrupted
     * attempt.
     */
    READY,
    /** Docker has started it and is not known to have ended it. */
    RUNNING,
    /** It has ended, or it will never run. */
    STOPPED
}
