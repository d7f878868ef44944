package dev.berth.agent.task.run;

import dev.berth.agent.task.state.ContainerState;
import dev.berth.agent.task.state.TaskState;
import java.util.concurrent.atomic.LongAdder;

/** Counters of containers since this agent started. Safe for several threads. */
public final class TaskCounts {
    private final LongAdder started = new LongAdder();
    private final LongAdder restarted = new LongAdder();
    private final LongAdder succeeded = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder notStarted = new LongAdder();

    void changed(TaskState before, TaskState after) {
        for (var container : after.containers()) {
            var was = before.container(container.name());
            if (container.vitals().restarts() > was.vitals().restarts()) {
                restarted.increment();
            }
            if (was.phase() == container.phase()) {
                continue;
            }
            switch (container.phase()) {
                case AWAITING_IMAGE, READY -> {}
                case RUNNING -> started.increment();
                case STOPPED -> end(container).increment();
            }
        }
    }

    private LongAdder end(ContainerState container) {
        if (!container.hasRun()) {
            return notStarted;
        }
        var exitCode = container.exitCode();
        return exitCode != null && exitCode == 0 ? succeeded : failed;
    }

    public long started() {
        return started.sum();
    }

    /** Restarts by a restart policy. */
    public long restarted() {
        return restarted.sum();
    }

    /** Ended with exit code 0. */
    public long succeeded() {
        return succeeded.sum();
    }

    /** Ended with another exit code, or with an unknown one. */
    public long failed() {
        return failed.sum();
    }

    public long notStarted() {
        return notStarted.sum();
    }
}
