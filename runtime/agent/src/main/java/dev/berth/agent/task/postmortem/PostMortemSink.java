package dev.berth.agent.task.postmortem;

import dev.berth.agent.task.state.TaskPostMortem;

/** Where post-mortems go. */
public interface PostMortemSink {
    /** Returns when the server has it for good; tries until then. */
    void deliver(String taskArn, TaskPostMortem postMortem) throws InterruptedException;
}
