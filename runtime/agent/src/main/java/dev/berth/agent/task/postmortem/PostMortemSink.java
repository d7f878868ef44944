package dev.berth.agent.task.postmortem;

import dev.berth.agent.task.state.TaskPostMortem;

/** Receives post-mortems. */
public interface PostMortemSink {
    /** Returns when the server has stored it; retries until then. */
    void deliver(String taskArn, TaskPostMortem postMortem) throws InterruptedException;
}
