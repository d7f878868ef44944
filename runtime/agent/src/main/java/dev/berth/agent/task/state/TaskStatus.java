package dev.berth.agent.task.state;

/** What is reported about a task or one of its containers. */
public enum TaskStatus {
    NONE,
    RUNNING,
    STOPPED
}
