package dev.berth.domain.service.plan;

import dev.berth.domain.service.Service;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The input of a service's plan.
 *
 * @param tasks of the service, including recently stopped ones
 * @param instances of the cluster, by id; a task on none of them has ended
 * @param unplaced the last start that found no instance, or null
 * @param unchecked why the placement constraints could not be checked, a sentence, or null
 */
public record ServiceSnapshot(
        Service service,
        List<ServiceTask> tasks,
        Map<String, ServiceInstance> instances,
        Unplaced unplaced,
        String unchecked,
        ServicePolicy policy) {

    public ServiceSnapshot {
        tasks = List.copyOf(tasks);
        instances = Map.copyOf(instances);
    }

    /**
     * A start that found no instance. It is kept until the instances or the service change.
     *
     * @param closest what the closest instance lacks, a sentence, or null
     * @param zone the requested zone, or null
     * @param retryAt when it is retried even without a change
     * @param reportedFrom it is not reported before this time, because agents may still connect
     *     after the start of the server; or null
     */
    public record Unplaced(String closest, String zone, Instant retryAt, Instant reportedFrom) {

        /** The same start, which is retried at another time. */
        public Unplaced retryAt(Instant at) {
            return new Unplaced(closest, zone, at, reportedFrom);
        }

        public boolean isReported(Instant now) {
            return reportedFrom == null || !now.isBefore(reportedFrom);
        }
    }
}
