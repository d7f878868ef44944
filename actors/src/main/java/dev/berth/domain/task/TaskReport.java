package dev.berth.domain.task;

import java.time.Instant;
import java.util.List;

/**
 * The report of an agent about a task: SubmitTaskStateChange.
 *
 * @param status the status of the task; all internal states of the agent before RUNNING are PENDING
 * @param reason the message of the agent about the task, or null
 */
public record TaskReport(
        Task.LastStatus status,
        String reason,
        List<ContainerProgress> containers,
        Instant pullStartedAt,
        Instant pullStoppedAt,
        Instant executionStoppedAt) {

    public TaskReport {
        containers = List.copyOf(containers);
    }
}
