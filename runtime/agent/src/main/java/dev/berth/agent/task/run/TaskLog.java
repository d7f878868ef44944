package dev.berth.agent.task.run;

import dev.berth.agent.task.launch.TaskHost;
import dev.berth.agent.task.state.ContainerState;
import dev.berth.agent.task.state.TaskState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Logs the progress of a task. */
final class TaskLog {
    private static final Logger log = LoggerFactory.getLogger(TaskLog.class);

    private TaskLog() {}

    /** Sets the task for the log lines of this thread. */
    static void about(TaskState task, TaskHost host) {
        MDC.put("taskId", task.id());
        MDC.put("cluster", host.cluster());
        MDC.put("instanceId", host.instanceId());
    }

    static void changed(TaskState before, TaskState after) {
        if (before.stopCause() == null && after.stopCause() != null) {
            log.info("Stopping the task: {}", after.stopCause());
        }
        for (var container : after.containers()) {
            var was = before.container(container.name()).phase();
            if (was == container.phase()) {
                continue;
            }
            switch (container.phase()) {
                case AWAITING_IMAGE, READY -> {}
                case RUNNING -> log.info("Container {} is running", container.name());
                case STOPPED -> stopped(container);
            }
        }
    }

    private static void stopped(ContainerState container) {
        if (container.exitCode() != null) {
            log.info(
                    "Container {} ended with exit code {}", container.name(), container.exitCode());
        } else if (container.reason() != null) {
            log.warn("Container {}: {}", container.name(), container.reason());
        } else {
            log.info("Container {} was not started", container.name());
        }
    }
}
