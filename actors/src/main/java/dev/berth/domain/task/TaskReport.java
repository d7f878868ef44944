package dev.berth.domain.task;

import java.time.Instant;
import java.util.List;

/**
 * What an agent says about a task: SubmitTaskStateChange.
 *
 * @param status what the agent says of the task as a whole; all its earlier internal states are
 *     PENDING
 * @param reason the agent's sentence about the task, or null
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
