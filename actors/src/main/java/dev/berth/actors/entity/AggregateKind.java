package dev.berth.actors.entity;

import dev.berth.domain.Aggregate;
import dev.berth.domain.Decider;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.cluster.ClusterDecider;
import dev.berth.domain.cluster.ClusterEvent;
import dev.berth.domain.family.FamilyCommand;
import dev.berth.domain.family.FamilyDecider;
import dev.berth.domain.family.FamilyEvent;
import dev.berth.domain.family.TaskDefinitionFamily;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.InstanceDecider;
import dev.berth.domain.instance.InstanceEvent;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskDecider;
import dev.berth.domain.task.TaskEvent;
import dev.berth.domain.taskdefinition.TaskDefinition;
import dev.berth.domain.taskdefinition.TaskDefinitionCommand;
import dev.berth.domain.taskdefinition.TaskDefinitionDecider;
import dev.berth.domain.taskdefinition.TaskDefinitionEvent;
import java.util.List;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/**
 * One kind of aggregate: its name in the journal, its rules, and how it is kept. A new aggregate is
 * one line here.
 *
 * @param snapshots whether it lives long enough for snapshots; the others skip the look-up at every
 *     start
 */
public record AggregateKind<
        C extends Aggregate.Command, E extends Aggregate.Event, S extends Aggregate.State>(
        String name,
        Class<E> eventType,
        Class<S> stateType,
        Decider<C, E, S> decider,
        boolean snapshots,
        EntityTypeKey<Entity.Message> typeKey) {

    public static final AggregateKind<ClusterCommand, ClusterEvent, Cluster> CLUSTER =
            kind("Cluster", ClusterEvent.class, Cluster.class, new ClusterDecider(), true);

    public static final AggregateKind<InstanceCommand, InstanceEvent, ContainerInstance>
            CONTAINER_INSTANCE =
                    kind(
                            "ContainerInstance",
                            InstanceEvent.class,
                            ContainerInstance.class,
                            new InstanceDecider(),
                            true);

    public static final AggregateKind<FamilyCommand, FamilyEvent, TaskDefinitionFamily> FAMILY =
            kind(
                    "TaskDefinitionFamily",
                    FamilyEvent.class,
                    TaskDefinitionFamily.class,
                    new FamilyDecider(),
                    true);

    public static final AggregateKind<TaskDefinitionCommand, TaskDefinitionEvent, TaskDefinition>
            TASK_DEFINITION =
                    kind(
                            "TaskDefinition",
                            TaskDefinitionEvent.class,
                            TaskDefinition.class,
                            new TaskDefinitionDecider(),
                            false);

    public static final AggregateKind<TaskCommand, TaskEvent, Task> TASK =
            kind("Task", TaskEvent.class, Task.class, new TaskDecider(), false);

    public static final List<AggregateKind<?, ?, ?>> ALL =
            List.of(CLUSTER, CONTAINER_INSTANCE, FAMILY, TASK_DEFINITION, TASK);

    private static <
                    C extends Aggregate.Command,
                    E extends Aggregate.Event,
                    S extends Aggregate.State>
            AggregateKind<C, E, S> kind(
                    String name,
                    Class<E> eventType,
                    Class<S> stateType,
                    Decider<C, E, S> decider,
                    boolean snapshots) {
        return new AggregateKind<>(
                name,
                eventType,
                stateType,
                decider,
                snapshots,
                EntityTypeKey.create(Entity.Message.class, name));
    }

    public static AggregateKind<?, ?, ?> named(String name) {
        return ALL.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "No kind of aggregate is named " + name));
    }

    /** The state after one more event, which must be of this kind. */
    public S evolve(Aggregate.State state, Aggregate.Event event) {
        return decider.evolve(stateType.cast(state), eventType.cast(event));
    }

    public EntityAddress<C> at(String id) {
        return new EntityAddress<>(this, id);
    }

    /** An aggregate that stands within a cluster. */
    public EntityAddress<C> at(String cluster, String id) {
        return at(cluster + "/" + id);
    }
}
