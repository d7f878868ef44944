package dev.berth.domain.task;

import java.time.Instant;
import org.pcollections.PMap;

/**
 * The progress of a task, as reported by its agent. Times are null until they are known.
 *
 * @param containers by name; without containers that were not reported yet
 * @param startedAt when the task was first reported RUNNING
 * @param executionStoppedAt when its first essential container stopped, by the agent's clock
 * @param version counts the changes that ECS would announce, from 1
 */
public record Progress(
        PMap<String, ContainerProgress> containers,
        Instant createdAt,
        Instant pullStartedAt,
        Instant pullStoppedAt,
        Instant startedAt,
        Instant executionStoppedAt,
        long version) {}
