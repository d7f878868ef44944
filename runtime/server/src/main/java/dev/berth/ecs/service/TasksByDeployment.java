package dev.berth.ecs.service;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.TaskAggregate;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.service.Service.Details;
import dev.berth.domain.task.Task;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The tasks of a service that are to run, by deployment. Tasks that were given up because their
 * instance is lost are left out. Costs what the service has tasks, however many the cluster has.
 *
 * @param desired how many tasks it is to have
 */
record TasksByDeployment(int desired, Map<String, Count> byDeployment) {

    record Count(int running, int pending) {
        static final Count NONE = new Count(0, 0);

        Count and(Count other) {
            return new Count(running + other.running, pending + other.pending);
        }

        int all() {
            return running + pending;
        }
    }

    static TasksByDeployment of(Details service, ClusterSnapshot contents, ControlPlane plane) {
        var counts = new HashMap<String, Count>();
        var key = TaskAggregate.of(Task.DesiredStatus.RUNNING, "service:" + service.name());
        contents.tasks()
                .states(TaskAggregate.GROUP, key)
                .map(Task.Launched.class::cast)
                .filter(task -> !isGivenUp(task, service))
                .forEach(
                        task ->
                                counts.merge(
                                        String.valueOf(task.spec().startedBy()),
                                        count(task),
                                        Count::and));
        return new TasksByDeployment(desired(service, plane), Map.copyOf(counts));
    }

    private static boolean isGivenUp(Task.Launched task, Details service) {
        return service.upkeep().writtenOff().containsKey(task.spec().taskId());
    }

    private static Count count(Task.Launched task) {
        return switch (task.lastStatus()) {
            case PENDING -> new Count(0, 1);
            case RUNNING -> new Count(1, 0);
            case STOPPED -> Count.NONE;
        };
    }

    private static int desired(Details service, ControlPlane plane) {
        return switch (service.identity().strategy()) {
            case REPLICA -> service.desiredCount();
            case DAEMON ->
                    plane.services().desiredTasks(service.identity().cluster(), service.name());
        };
    }

    private static Count sum(Collection<Count> counts) {
        return counts.stream().reduce(Count.NONE, Count::and);
    }

    Count all() {
        return sum(byDeployment.values());
    }

    Count of(String deploymentId) {
        return byDeployment.getOrDefault(deploymentId, Count.NONE);
    }

    Count of(Set<String> deploymentIds) {
        return sum(deploymentIds.stream().map(this::of).toList());
    }

    /**
     * How many tasks a deployment is to have: PRIMARY all, the others those that they still have.
     */
    int desired(String deploymentId, Details service) {
        return service.primary().id().equals(deploymentId) ? desired : of(deploymentId).all();
    }
}
