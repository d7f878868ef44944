package dev.berth.agent.task.launch;

import dev.berth.agent.task.state.TaskState;
import java.util.Map;

/** What the agent adds to the environment of a container that it makes. */
public interface ContainerEnvironment {
    /** Adds nothing. */
    ContainerEnvironment NONE = (_, _, _) -> Map.of();

    /**
     * @param container its name in the task
     * @param networkMode as Docker names the network that it joins
     */
    Map<String, String> of(TaskState task, String container, String networkMode)
            throws InterruptedException;
}
