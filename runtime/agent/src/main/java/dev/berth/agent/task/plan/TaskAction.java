package dev.berth.agent.task.plan;

import dev.berth.agent.task.state.TaskPostMortem;
import dev.berth.agent.task.state.TaskStateReport;

/** An action for a task. */
public sealed interface TaskAction {
    /** An action for one container; at most one at a time. */
    sealed interface OnContainer extends TaskAction {
        String container();
    }

    /** Make sure that the image of a container is on the host. */
    record EnsureImage(String container) implements OnContainer {}

    /** Create and start a container. */
    record Launch(String container) implements OnContainer {}

    /** Record that a container cannot start, because a dependency will not be met. */
    record Refuse(String container, String reason) implements OnContainer {}

    /** Restart a container that has ended, as its restart policy requires. */
    record Restart(String container) implements OnContainer {}

    /** Inspect a container, until Docker answers. */
    record Inspect(String container) implements OnContainer {}

    /** Stop a container, until it has ended. */
    record Stop(String container) implements OnContainer {}

    /** Record that a container will not be started. */
    record GiveUp(String container) implements OnContainer {}

    /** Report to the server, until it has answered. */
    record Report(TaskStateReport report) implements TaskAction {}

    /** Collect the diagnostics of the containers of a stopped task. */
    record Examine() implements TaskAction {}

    /** Send the post-mortem to the server, until the server has stored it. */
    record TellPostMortem(TaskPostMortem found) implements TaskAction {}

    /** Remove the containers and the record of a task that stopped long ago. */
    record CleanUp() implements TaskAction {}
}
