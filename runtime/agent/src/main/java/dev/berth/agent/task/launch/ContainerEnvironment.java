package dev.berth.agent.task.launch;

import dev.berth.agent.task.state.TaskState;
import java.util.Map;

/** Environment variables that the agent adds to a container. */
public interface ContainerEnvironment {
    /** Adds nothing. */
    ContainerEnvironment NONE = (_, _, _) -> Map.of();

    /**
     * @param container its name in the task
     * @param networkMode its network, as Docker names it
     */
    Map<String, String> of(TaskState task, String container, String networkMode)
            throws InterruptedException;
}
