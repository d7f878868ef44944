package dev.berth.actors.view;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.InstanceAggregate;
import dev.berth.actors.entity.Shown;
import dev.berth.actors.entity.TaskAggregate;
import dev.berth.domain.Aggregate;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.observation.Health;
import dev.berth.domain.observation.InstanceCondition;
import dev.berth.domain.observation.TaskObservation;
import dev.berth.domain.observation.TaskUtilization;
import dev.berth.domain.service.Service;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.DesiredStatus;
import dev.berth.domain.task.TaskSpec;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.pcollections.PMap;

/**
 * The contents of one ECS cluster: a table for each kind in this view, such as instances and tasks,
 * and the state that is not journaled.
 */
public record ClusterSnapshot(String cluster, Tables tables, Ephemeral ephemeral)
        implements Snapshot<ClusterSnapshot> {

    private static final List<AggregateKind<?, ?, ?>> KINDS = Tables.kinds(Shown.Place.CLUSTER);

    public static ClusterSnapshot empty(String cluster) {
        return new ClusterSnapshot(cluster, Tables.empty(KINDS), Ephemeral.NONE);
    }

    @Override
    public List<AggregateKind<?, ?, ?>> kinds() {
        return KINDS;
    }

    @Override
    public String id(EntityAddress<?> address) {
        return address.localId();
    }

    @Override
    public <C extends Aggregate.Command> EntityAddress<C> address(
            AggregateKind<C, ?, ?> kind, String id) {
        return kind.at(cluster, id);
    }

    public AggregateTable<ContainerInstance> instances() {
        return table(AggregateKind.CONTAINER_INSTANCE);
    }

    /** Launched tasks, and abandoned ids. */
    public AggregateTable<Task> tasks() {
        return table(AggregateKind.TASK);
    }

    /** Services by name. */
    public AggregateTable<Service> services() {
        return table(AggregateKind.SERVICE);
    }

    /** The service, if the API shows it. */
    public Optional<Service.Known> service(String name) {
        return services()
                .state(name)
                .flatMap(
                        s ->
                                s instanceof Service.Known known
                                        ? Optional.of(known)
                                        : Optional.empty());
    }

    /** The connected agents, by instance id. */
    public PMap<String, Connection> connected() {
        return ephemeral.connected();
    }

    /** The observations of tasks and instances that agents reported. */
    public Observations observations() {
        return ephemeral.observations();
    }

    /** The instance, registered or INACTIVE. */
    public Optional<ContainerInstance> instance(String id) {
        return instances().state(id);
    }

    public Optional<ContainerInstance.Registered> registered(String id) {
        return instance(id).flatMap(ContainerInstance::registered);
    }

    public Stream<ContainerInstance.Registered> registered() {
        return instances()
                .states(InstanceAggregate.STATUS, InstanceAggregate.REGISTERED)
                .map(ContainerInstance.Registered.class::cast);
    }

    public Optional<Task.Launched> task(String id) {
        return tasks().state(id).flatMap(ClusterSnapshot::launched);
    }

    /** Launched tasks of an instance, including stopped ones. */
    public Stream<Task.Launched> tasksOn(String instanceId) {
        return Stream.of(DesiredStatus.values())
                .map(desired -> TaskAggregate.of(desired, instanceId))
                .flatMap(key -> tasks().states(TaskAggregate.INSTANCE, key))
                .map(Task.Launched.class::cast);
    }

    /** Tasks of an instance that have not stopped. */
    public Stream<Task.Active> activeTasksOn(String instanceId) {
        return tasks().states(TaskAggregate.ACTIVE_ON, instanceId).map(Task.Active.class::cast);
    }

    /** The task in any state, including abandoned. */
    public Optional<Task> known(String taskId) {
        return tasks().state(taskId);
    }

    public boolean isConnected(String instanceId) {
        return connected().containsKey(instanceId);
    }

    private static Optional<Task.Launched> launched(Task task) {
        return task instanceof Task.Launched launched ? Optional.of(launched) : Optional.empty();
    }

    @Override
    public ClusterSnapshot after(
            EntityAddress<?> address, long sequenceNumber, Aggregate.Event event) {
        var table = table(address.kind()).after(id(address), sequenceNumber, event);
        return with(address, table);
    }

    @Override
    public ClusterSnapshot restored(
            EntityAddress<?> address, long sequenceNumber, Aggregate.State state) {
        return with(address, table(address.kind()).restored(id(address), sequenceNumber, state));
    }

    private ClusterSnapshot with(EntityAddress<?> address, AggregateTable<?> table) {
        var id = id(address);
        var isEnded = table.state(id).filter(Task.Stopped.class::isInstance).isPresent();
        return new ClusterSnapshot(
                cluster,
                tables.with(address.kind(), table),
                isEnded ? ephemeral.observing(id, TaskObservation::ended) : ephemeral);
    }

    @Override
    public ClusterSnapshot without(AggregateKind<?, ?, ?> kind, Collection<String> ids) {
        return new ClusterSnapshot(
                cluster, tables.without(kind, ids), ephemeral.observing(seen -> seen.without(ids)));
    }

    /** An INACTIVE instance is kept until the last of its tasks has stopped. */
    @Override
    public ClusterSnapshot withoutOverdue(Instant instant) {
        var left = this;
        for (var address : overdue(instant)) {
            left = left.without(address);
        }
        return left;
    }

    @Override
    public boolean isNeeded(AggregateKind<?, ?, ?> kind, String id) {
        return tasks().count(TaskAggregate.ACTIVE_ON, id) > 0;
    }

    public ClusterSnapshot withConnection(String instanceId, Connection connection) {
        return with(ephemeral.withConnection(instanceId, connection));
    }

    /** The snapshot without this connection. A newer connection of the same instance is kept. */
    public ClusterSnapshot withoutConnection(String instanceId, String session) {
        return with(ephemeral.withoutConnection(instanceId, session));
    }

    /**
     * The snapshot with a changed observation of a task. A report of an instance about a task of
     * another instance, or about a stopped task, changes nothing.
     */
    public ClusterSnapshot observed(
            String instanceId, String taskId, UnaryOperator<TaskObservation> change) {
        var isItsOwn =
                task(taskId)
                        .filter(Task.Active.class::isInstance)
                        .filter(task -> task.spec().instanceId().equals(instanceId))
                        .isPresent();
        return isItsOwn ? with(ephemeral.observing(taskId, change)) : this;
    }

    /** The snapshot with the conditions that an instance's agent reported. */
    public ClusterSnapshot withConditions(String instanceId, List<InstanceCondition> reported) {
        return registered(instanceId).isPresent()
                ? with(ephemeral.observing(seen -> seen.withConditions(instanceId, reported)))
                : this;
    }

    private ClusterSnapshot with(Ephemeral after) {
        return after == ephemeral ? this : new ClusterSnapshot(cluster, tables, after);
    }

    /**
     * The current usage of a task; empty if its agent has not reported it or the task has stopped.
     */
    public Optional<TaskUtilization> utilization(String taskId) {
        return task(taskId)
                .map(Task.Launched::spec)
                .flatMap(
                        spec ->
                                registered(spec.instanceId())
                                        .flatMap(
                                                instance ->
                                                        observations()
                                                                .task(taskId)
                                                                .utilization(
                                                                        instance.resources().cpu(),
                                                                        spec.cpu(),
                                                                        spec.memory())));
    }

    /** The health of a task by its essential containers. */
    public Health health(TaskSpec task) {
        var seen = observations().task(task.taskId());
        return Health.ofTask(
                task.containers().stream()
                        .filter(TaskSpec.ContainerSpec::essential)
                        .map(container -> seen.healthOf(container.name()))
                        .toList());
    }

    @Override
    public ClusterSnapshot withEphemeralOf(ClusterSnapshot other) {
        return with(other.ephemeral);
    }
}
