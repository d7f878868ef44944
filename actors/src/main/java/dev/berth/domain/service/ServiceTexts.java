package dev.berth.domain.service;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The messages of ECS's service events. They are verbatim, because clients search for them. */
public final class ServiceTexts {

    private ServiceTexts() {}

    private static String of(String service, String text) {
        return "(service %s) %s".formatted(service, text);
    }

    private static String tasks(Collection<String> taskIds) {
        return taskIds.stream().map("(task %s)"::formatted).collect(Collectors.joining(" "));
    }

    public static String started(String service, Collection<String> taskIds) {
        return of(service, "has started %d tasks: %s.".formatted(taskIds.size(), tasks(taskIds)));
    }

    /** Tasks that replace unhealthy ones. */
    public static String replaced(String service, Collection<String> taskIds) {
        return started(service, taskIds)
                + " Amazon ECS replaced %d tasks due to an unhealthy status."
                        .formatted(taskIds.size());
    }

    public static String startedToRebalance(
            String service, String zone, Collection<String> taskIds) {
        return of(
                service,
                "has started %d tasks in %s to AZ Rebalance: %s."
                        .formatted(taskIds.size(), zone, tasks(taskIds)));
    }

    public static String stopped(String service, Collection<String> taskIds) {
        return of(
                service,
                "has stopped %d running tasks: %s.".formatted(taskIds.size(), tasks(taskIds)));
    }

    public static String stoppedPending(String service, int count) {
        return of(service, "has stopped %d pending tasks.".formatted(count));
    }

    public static String failedHealthChecks(String service, String taskId) {
        return of(service, "(task %s) failed container health checks.".formatted(taskId));
    }

    public static String steady(String service) {
        return of(service, "has reached a steady state.");
    }

    public static String completed(String service, String deploymentId) {
        return of(service, "(deployment %s) deployment completed.".formatted(deploymentId));
    }

    /**
     * @param why without a full stop
     */
    public static String failed(String service, String deploymentId, String why) {
        return of(service, "(deployment %s) deployment failed: %s.".formatted(deploymentId, why));
    }

    public static String rollingBack(String service, String deploymentId) {
        return of(service, "rolling back to deployment %s.".formatted(deploymentId));
    }

    public static String unableToStart(String service) {
        return of(service, "is unable to consistently start tasks successfully.");
    }

    public static String boundsForbid(String service) {
        return of(
                service,
                "was unable to stop or start tasks during a deployment because of the service"
                        + " deployment configuration. Update the minimumHealthyPercent or"
                        + " maximumPercent value and try again.");
    }

    public static String isProtected(String service, String deploymentId, int count) {
        return of(
                service,
                "was unable to reach steady state because (taskSet %s) was unable to scale in due"
                                .formatted(deploymentId)
                        + " to (reason %d tasks under protection)".formatted(count));
    }

    /**
     * @param closest what the closest match lacks, a sentence, or null
     */
    public static String unplaced(String service, String closest) {
        return of(
                service,
                "was unable to place a task because no container instance met all of its"
                        + " requirements."
                        + (closest == null ? "" : " " + closest)
                        + " For more information, see the Troubleshooting section of the Amazon ECS"
                        + " Developer Guide.");
    }

    /**
     * Berth's message if a plugin fails.
     *
     * @param reason a sentence
     */
    public static String constraintsUnchecked(String service, String reason) {
        return of(
                service,
                "is unable to check its placement constraints. It uses the results of the last check. "
                        + reason);
    }

    public static String notBalanced(String service, Map<String, Integer> tasksByZone) {
        var zones =
                new TreeMap<>(tasksByZone)
                        .entrySet().stream()
                                .sorted(
                                        Map.Entry.<String, Integer>comparingByValue()
                                                .reversed()
                                                .thenComparing(Map.Entry.comparingByKey()))
                                .map(e -> "%d tasks in %s".formatted(e.getValue(), e.getKey()))
                                .toList();
        return of(
                service,
                "is not AZ balanced with %s. AZ Rebalancing in progress."
                        .formatted(String.join(", ", zones)));
    }

    /** Berth's message about what a service waits for, if ECS has none. */
    public static String waits(String service, List<String> reasons) {
        return of(service, "is waiting: %s".formatted(String.join(" ", reasons)));
    }
}
