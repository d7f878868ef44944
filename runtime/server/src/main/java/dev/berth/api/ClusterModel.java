package dev.berth.api;

import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.LastStatus;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Tag;

/** A cluster as the ECS API shows it. */
final class ClusterModel {
    private final Arns arns;

    ClusterModel(Arns arns) {
        this.arns = arns;
    }

    /**
     * Shows a cluster.
     *
     * @param include what is shown beyond the usual: {@code SETTINGS}, {@code STATISTICS}, {@code
     *     TAGS}; without them those lists are there, and empty
     */
    Cluster of(
            dev.berth.domain.cluster.Cluster cluster,
            String name,
            ClusterSnapshot contents,
            Set<String> include) {
        var running = count(contents, LastStatus.RUNNING);
        var pending = count(contents, LastStatus.PENDING);
        return Cluster.builder()
                .clusterArn(arns.cluster(name))
                .clusterName(name)
                .status(status(cluster))
                .registeredContainerInstancesCount((int) contents.registered().count())
                .runningTasksCount(running.values().stream().mapToInt(n -> n).sum())
                .pendingTasksCount(pending.values().stream().mapToInt(n -> n).sum())
                .activeServicesCount(0)
                .statistics(
                        include.contains("STATISTICS") ? statistics(running, pending) : List.of())
                .tags(include.contains(TagModel.INCLUDED) ? tags(cluster) : List.of())
                .settings(include.contains("SETTINGS") ? settings(cluster) : List.of())
                .capacityProviders(List.of())
                .defaultCapacityProviderStrategy(List.of())
                .build();
    }

    private static String status(dev.berth.domain.cluster.Cluster cluster) {
        return cluster instanceof dev.berth.domain.cluster.Cluster.Active ? "ACTIVE" : "INACTIVE";
    }

    private static List<Tag> tags(dev.berth.domain.cluster.Cluster cluster) {
        return cluster instanceof dev.berth.domain.cluster.Cluster.Active active
                ? TagModel.shown(active.tags())
                : List.of();
    }

    private static List<ClusterSetting> settings(dev.berth.domain.cluster.Cluster cluster) {
        Map<String, String> settings =
                switch (cluster) {
                    case dev.berth.domain.cluster.Cluster.Absent _ -> Map.of();
                    case dev.berth.domain.cluster.Cluster.Forgotten _ -> Map.of();
                    case dev.berth.domain.cluster.Cluster.Active active -> active.settings();
                    case dev.berth.domain.cluster.Cluster.Inactive inactive -> inactive.settings();
                };
        return new TreeMap<>(settings)
                .entrySet().stream()
                        .map(
                                setting ->
                                        ClusterSetting.builder()
                                                .name(setting.getKey())
                                                .value(setting.getValue())
                                                .build())
                        .toList();
    }

    /** By launch type, as the statistics want it. */
    private static Map<String, Integer> count(ClusterSnapshot contents, LastStatus status) {
        var byLaunchType = new TreeMap<String, Integer>();
        contents.tasksInOrder()
                .filter(task -> task.lastStatus() == status)
                .map(Task.Launched::spec)
                .forEach(spec -> byLaunchType.merge(spec.launchType(), 1, Integer::sum));
        return byLaunchType;
    }

    private static List<KeyValuePair> statistics(
            Map<String, Integer> running, Map<String, Integer> pending) {
        return List.of(
                statistic("runningEC2TasksCount", running.getOrDefault("EC2", 0)),
                statistic("runningFargateTasksCount", 0),
                statistic("runningExternalTasksCount", running.getOrDefault("EXTERNAL", 0)),
                statistic("pendingEC2TasksCount", pending.getOrDefault("EC2", 0)),
                statistic("pendingFargateTasksCount", 0),
                statistic("pendingExternalTasksCount", pending.getOrDefault("EXTERNAL", 0)),
                statistic("activeEC2ServiceCount", 0),
                statistic("activeFargateServiceCount", 0),
                statistic("drainingEC2ServiceCount", 0),
                statistic("drainingFargateServiceCount", 0));
    }

    private static KeyValuePair statistic(String name, int value) {
        return KeyValuePair.builder().name(name).value(Integer.toString(value)).build();
    }
}
