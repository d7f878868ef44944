package dev.berth.ecs.cluster;

import dev.berth.actors.entity.InstanceAggregate;
import dev.berth.actors.entity.ServiceAggregate;
import dev.berth.actors.entity.TaskAggregate;
import dev.berth.actors.view.AggregateTable;
import dev.berth.actors.view.AggregateTable.Term;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.ecs.Arns;
import dev.berth.ecs.tag.TagModel;
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
        var tasks = contents.tasks();
        return Cluster.builder()
                .clusterArn(arns.cluster(name))
                .clusterName(name)
                .status(status(cluster))
                .registeredContainerInstancesCount(
                        contents.instances()
                                .count(InstanceAggregate.STATUS, InstanceAggregate.REGISTERED))
                .runningTasksCount(
                        tasks.count(TaskAggregate.LAST_STATUS, LastStatus.RUNNING.name()))
                .pendingTasksCount(
                        tasks.count(TaskAggregate.LAST_STATUS, LastStatus.PENDING.name()))
                .activeServicesCount(contents.services().count(ServiceAggregate.STATUS, "ACTIVE"))
                .statistics(include.contains("STATISTICS") ? statistics(contents) : List.of())
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

    private static List<KeyValuePair> statistics(ClusterSnapshot contents) {
        var tasks = contents.tasks();
        return List.of(
                statistic("runningEC2TasksCount", tasks, LastStatus.RUNNING, "EC2"),
                statistic("runningFargateTasksCount", 0),
                statistic("runningExternalTasksCount", tasks, LastStatus.RUNNING, "EXTERNAL"),
                statistic("pendingEC2TasksCount", tasks, LastStatus.PENDING, "EC2"),
                statistic("pendingFargateTasksCount", 0),
                statistic("pendingExternalTasksCount", tasks, LastStatus.PENDING, "EXTERNAL"),
                statistic("activeEC2ServiceCount", services(contents, "ACTIVE")),
                statistic("activeFargateServiceCount", 0),
                statistic("drainingEC2ServiceCount", services(contents, "DRAINING")),
                statistic("drainingFargateServiceCount", 0));
    }

    private static KeyValuePair statistic(
            String name, AggregateTable<Task> tasks, LastStatus status, String launchType) {
        return statistic(
                name, tasks.count(TaskAggregate.LAST_STATUS, TaskAggregate.of(status, launchType)));
    }

    private static int services(ClusterSnapshot contents, String status) {
        return (int)
                contents.services()
                        .select(
                                List.of(
                                        new Term<>(ServiceAggregate.STATUS, status),
                                        new Term<>(ServiceAggregate.LAUNCH_TYPE, "EC2")),
                                null)
                        .count();
    }

    private static KeyValuePair statistic(String name, int value) {
        return KeyValuePair.builder().name(name).value(Integer.toString(value)).build();
    }
}
