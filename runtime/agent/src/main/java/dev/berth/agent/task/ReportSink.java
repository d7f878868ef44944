package dev.berth.agent.task;

/** Where reports go. */
public interface ReportSink {
    /**
     * Returns when the server has answered for good; tries until then. Reports of one task come one
     * at a time.
     */
    void deliver(TaskReport report) throws InterruptedException;
}
