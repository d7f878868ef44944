package dev.berth.agent.task.state;

/** The reported status of a task or a container. */
public enum TaskStatus {
    NONE,
    RUNNING,
    STOPPED
}
