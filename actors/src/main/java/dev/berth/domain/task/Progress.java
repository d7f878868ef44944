package dev.berth.domain.task;

import java.time.Instant;
import org.pcollections.PMap;

/**
 * How far a task has come, as its agent reported it; times are null until they are known.
 *
 * @param containers by name; one that was not reported yet is absent
 * @param startedAt when it was first seen RUNNING
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
