package dev.berth.agent.task;

/** Where post-mortems go. */
public interface PostMortemSink {
    /** Returns when the server has it for good; tries until then. */
    void deliver(String taskArn, PostMortem postMortem) throws InterruptedException;
}
