package dev.berth.agent.task.run;

import dev.berth.agent.task.state.TaskStateReport;

/** Where reports go. */
public interface ReportSink {
    /**
     * Returns when the server has answered for good; tries until then. Reports of one task come one
     * at a time.
     */
    void deliver(TaskStateReport report) throws InterruptedException;
}
