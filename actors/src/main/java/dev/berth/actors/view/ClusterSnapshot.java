package dev.berth.actors.view;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.domain.Aggregate;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.observation.Health;
import dev.berth.domain.observation.InstanceCondition;
import dev.berth.domain.observation.TaskObservation;
import dev.berth.domain.observation.Utilization;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * What one ECS cluster holds: its instances and tasks, with the indexes that reads and planning
 * need.
 *
 * @param instances by id
 * @param tasks by id, those that were launched and those that were given up
 * @param tasksByInstance launched tasks, stopped ones too
 * @param connected ephemeral: the agents that are connected, by instance id
 * @param observations ephemeral: what agents have seen of tasks and instances
 */
public record ClusterSnapshot(
        String cluster,
        TreePMap<String, Versioned<ContainerInstance>> instances,
        TreePMap<String, Versioned<Task>> tasks,
        TasksByInstance tasksByInstance,
        PMap<String, Connection> connected,
        Observations observations)
        implements Snapshot<ClusterSnapshot> {

    public static ClusterSnapshot empty(String cluster) {
        return new ClusterSnapshot(
                cluster,
                TreePMap.empty(),
                TreePMap.empty(),
                TasksByInstance.NONE,
                HashTreePMap.empty(),
                Observations.NONE);
    }

    /** The instance, registered or INACTIVE. */
    public Optional<ContainerInstance> instance(String id) {
        return Optional.ofNullable(instances.get(id)).map(Versioned::state);
    }

    public Optional<ContainerInstance.Registered> registered(String id) {
        return instance(id).flatMap(ContainerInstance::registered);
    }

    public Stream<ContainerInstance.Registered> registered() {
        return instances.values().stream()
                .flatMap(instance -> ContainerInstance.registered(instance.state()).stream());
    }

    public Optional<Task.Launched> task(String id) {
        return Optional.ofNullable(tasks.get(id)).flatMap(ClusterSnapshot::launched);
    }

    /** All launched tasks by id, stopped ones too. */
    public Stream<Task.Launched> tasksInOrder() {
        return tasks.values().stream().flatMap(task -> launched(task).stream());
    }

    /** Launched tasks of an instance, stopped ones too. */
    public Stream<Task.Launched> tasksOn(String instanceId) {
        return tasksByInstance.on(instanceId);
    }

    /** Those of an instance's tasks that are not over. */
    public Stream<Task.Active> activeTasksOn(String instanceId) {
        return tasksByInstance.activeOn(instanceId);
    }

    /**
     * In whatever state a task is known, also one that was given up. As quick for a task that goes
     * on at this instance as if there were no others.
     *
     * @param instanceId where it is looked for first
     */
    public Optional<Task> known(String instanceId, String taskId) {
        return tasksByInstance
                .active(instanceId, taskId)
                .<Task>map(task -> task)
                .or(() -> Optional.ofNullable(tasks.get(taskId)).map(Versioned::state));
    }

    public boolean isConnected(String instanceId) {
        return connected.containsKey(instanceId);
    }

    private static Optional<Task.Launched> launched(Versioned<Task> task) {
        return task.state() instanceof Task.Launched launched
                ? Optional.of(launched)
                : Optional.empty();
    }

    @Override
    public long sequenceNumber(EntityAddress<?> address) {
        var held = held(address);
        return held == null ? 0 : held.sequenceNumber();
    }

    private Versioned<?> held(EntityAddress<?> address) {
        return address.kind() == AggregateKind.TASK
                ? tasks.get(address.localId())
                : instances.get(address.localId());
    }

    @Override
    public ClusterSnapshot after(
            EntityAddress<?> address, long sequenceNumber, Aggregate.Event event) {
        var before = held(address);
        var kind = address.kind();
        var state = before == null ? kind.decider().initial() : before.state();
        return restored(address, sequenceNumber, kind.evolve(state, event));
    }

    @Override
    public ClusterSnapshot restored(
            EntityAddress<?> address, long sequenceNumber, Aggregate.State state) {
        var id = address.localId();
        return switch (state) {
            // Of one that was deregistered the journal keeps the last row longer than the others.
            case ContainerInstance.Absent _ -> withoutInstance(id);
            case ContainerInstance instance ->
                    new ClusterSnapshot(
                            cluster,
                            instances.plus(id, new Versioned<>(instance, sequenceNumber)),
                            tasks,
                            tasksByInstance,
                            connected,
                            observations);
            case Task task ->
                    new ClusterSnapshot(
                            cluster,
                            instances,
                            tasks.plus(id, new Versioned<>(task, sequenceNumber)),
                            task instanceof Task.Launched launched
                                    ? tasksByInstance.with(launched)
                                    : tasksByInstance,
                            connected,
                            task instanceof Task.Stopped
                                    ? observations.withTask(id, TaskObservation::ended)
                                    : observations);
            default -> this;
        };
    }

    /** This picture without a task that has left the API. */
    public ClusterSnapshot without(String taskId) {
        var index = task(taskId).map(tasksByInstance::without).orElse(tasksByInstance);
        return new ClusterSnapshot(
                cluster,
                instances,
                tasks.minus(taskId),
                index,
                connected,
                observations.withoutTask(taskId));
    }

    /** This picture without an instance that has left the API. */
    public ClusterSnapshot withoutInstance(String instanceId) {
        return new ClusterSnapshot(
                cluster,
                instances.minus(instanceId),
                tasks,
                tasksByInstance,
                connected,
                observations.withoutInstance(instanceId));
    }

    public ClusterSnapshot withConnection(String instanceId, Connection connection) {
        return new ClusterSnapshot(
                cluster,
                instances,
                tasks,
                tasksByInstance,
                connected.plus(instanceId, connection),
                observations);
    }

    /** Without this connection; another one of the same instance stays. */
    public ClusterSnapshot withoutConnection(String instanceId, String session) {
        var held = connected.get(instanceId);
        return held != null && held.session().equals(session)
                ? new ClusterSnapshot(
                        cluster,
                        instances,
                        tasks,
                        tasksByInstance,
                        connected.minus(instanceId),
                        observations)
                : this;
    }

    /**
     * With more of what an agent saw of a task. What an instance says about a task that is not its
     * own, or is over, changes nothing.
     */
    public ClusterSnapshot observed(
            String instanceId, String taskId, UnaryOperator<TaskObservation> change) {
        var isItsOwn =
                task(taskId)
                        .filter(Task.Active.class::isInstance)
                        .filter(task -> task.spec().instanceId().equals(instanceId))
                        .isPresent();
        return isItsOwn ? withObservations(observations.withTask(taskId, change)) : this;
    }

    /** With what an instance's agent says of what it depends on. */
    public ClusterSnapshot withConditions(String instanceId, List<InstanceCondition> said) {
        return registered(instanceId).isPresent()
                ? withObservations(observations.withConditions(instanceId, said))
                : this;
    }

    private ClusterSnapshot withObservations(Observations after) {
        return after == observations
                ? this
                : new ClusterSnapshot(cluster, instances, tasks, tasksByInstance, connected, after);
    }

    /** What a task uses now; empty where its agent has not said or the task is over. */
    public Optional<Utilization> utilization(String taskId) {
        return task(taskId)
                .map(Task.Launched::spec)
                .flatMap(
                        spec ->
                                registered(spec.instanceId())
                                        .flatMap(
                                                instance ->
                                                        observations
                                                                .task(taskId)
                                                                .utilization(
                                                                        instance.resources().cpu(),
                                                                        spec.cpu(),
                                                                        spec.memory())));
    }

    /** The health of a task by its essential containers. */
    public Health health(TaskSpec task) {
        var seen = observations.task(task.taskId());
        return Health.ofTask(
                task.containers().stream()
                        .filter(TaskSpec.ContainerSpec::essential)
                        .map(container -> seen.healthOf(container.name()))
                        .toList());
    }

    @Override
    public List<EntityAddress<?>> differences(ClusterSnapshot other) {
        var differences = new ArrayList<EntityAddress<?>>();
        for (var id : Versioned.differences(instances, other.instances)) {
            differences.add(AggregateKind.CONTAINER_INSTANCE.at(cluster, id));
        }
        for (var id : Versioned.differences(tasks, other.tasks)) {
            differences.add(AggregateKind.TASK.at(cluster, id));
        }
        return differences;
    }

    @Override
    public ClusterSnapshot withEphemeralOf(ClusterSnapshot other) {
        return new ClusterSnapshot(
                cluster, instances, tasks, tasksByInstance, other.connected, other.observations);
    }
}
