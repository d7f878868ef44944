package dev.berth.agent.task.plan;

import dev.berth.agent.task.state.TaskPostMortem;
import dev.berth.agent.task.state.TaskStateReport;

/** Something to do for a task. */
public sealed interface TaskAction {
    /** Something to do for one container; at most one at a time. */
    sealed interface OnContainer extends TaskAction {
        String container();
    }

    /** See to it that a container's image is on the host. */
    record EnsureImage(String container) implements OnContainer {}

    /** Make and start a container. */
    record Launch(String container) implements OnContainer {}

    /** Write down that a container cannot start, since what it depends on will not come. */
    record Refuse(String container, String reason) implements OnContainer {}

    /** Start a container again that has ended, as its restart policy says. */
    record Restart(String container) implements OnContainer {}

    /** Ask Docker what a container is doing, until it answers. */
    record Inspect(String container) implements OnContainer {}

    /** End a container, until it has ended. */
    record Stop(String container) implements OnContainer {}

    /** Write down that a container will not be started. */
    record GiveUp(String container) implements OnContainer {}

    /** Tell the server, until it has answered. */
    record Report(TaskStateReport report) implements TaskAction {}

    /** Ask Docker what the containers of a task that is over can tell. */
    record Examine() implements TaskAction {}

    /** Hand the server what they told, until it has it. */
    record TellPostMortem(TaskPostMortem found) implements TaskAction {}

    /** Remove the containers of a task that is long over, and forget it. */
    record CleanUp() implements TaskAction {}
}
