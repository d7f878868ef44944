package dev.berth.domain.service.plan;

import dev.berth.domain.service.Service;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a service is planned from.
 *
 * @param tasks of the service, those that stopped a short time ago too
 * @param instances of the cluster, by id; a task on none of them is over
 * @param unplaced the last start that found no place, or null
 * @param suggestedMoves tasks that would stand better elsewhere by the placement strategy of the
 *     service; empty where that option is off
 */
public record ServiceSnapshot(
        Service service,
        List<ServiceTask> tasks,
        Map<String, ServiceInstance> instances,
        Unplaced unplaced,
        List<String> suggestedMoves,
        ServicePolicy policy) {

    public ServiceSnapshot {
        tasks = List.copyOf(tasks);
        instances = Map.copyOf(instances);
        suggestedMoves = List.copyOf(suggestedMoves);
    }

    /**
     * A start that found no place. It is kept until the instances change or the service does.
     *
     * @param closest what the closest instance lacks, a sentence, or null
     * @param zone the zone that was asked for, or null
     * @param retryAt when it is tried again although nothing changes
     */
    public record Unplaced(String closest, String zone, Instant retryAt) {}
}
