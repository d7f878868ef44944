package dev.berth.agent.task.run;

import dev.berth.agent.task.state.TaskStateReport;

/** Receives reports. */
public interface ReportSink {
    /**
     * Returns when the server has given a final answer; retries until then. Reports of one task are
     * delivered one at a time.
     */
    void deliver(TaskStateReport report) throws InterruptedException;
}
