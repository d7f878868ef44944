package dev.berth.actors.entity;

import dev.berth.domain.Aggregate;
import dev.berth.domain.Decider;
import dev.berth.domain.accountsetting.AccountSettings;
import dev.berth.domain.accountsetting.AccountSettingsCommand;
import dev.berth.domain.accountsetting.AccountSettingsEvent;
import dev.berth.domain.check.AggregateCheck;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.cluster.ClusterEvent;
import dev.berth.domain.family.FamilyCommand;
import dev.berth.domain.family.FamilyEvent;
import dev.berth.domain.family.TaskDefinitionFamily;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.InstanceEvent;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskEvent;
import dev.berth.domain.taskdefinition.TaskDefinition;
import dev.berth.domain.taskdefinition.TaskDefinitionCommand;
import dev.berth.domain.taskdefinition.TaskDefinitionEvent;
import java.util.List;

/**
 * One kind of aggregate: everything that entities, journal, views, janitor and checker need to know
 * of it. A new aggregate is one registration, in a file of its own beside this one, and its line
 * here. Nothing else tells kinds apart by their names.
 *
 * @param name in the journal; never changed
 * @param names of its events in the journal, and of its states where it takes snapshots; the newest
 *     version of a type comes last and is the one that is written
 * @param shown which view shows it, and under which indexes
 * @param retention what the journal keeps of it, and for how long
 * @param check how the offline checker reads it
 */
public record AggregateKind<
        C extends Aggregate.Command, E extends Aggregate.Event, S extends Aggregate.State>(
        String name,
        Class<E> eventType,
        Class<S> stateType,
        Decider<C, E, S> decider,
        List<JournalName> names,
        Shown<S> shown,
        RetentionRule<C, E> retention,
        AggregateCheck.Factory check) {

    public static final AggregateKind<ClusterCommand, ClusterEvent, Cluster> CLUSTER =
            ClusterAggregate.kind();

    public static final AggregateKind<InstanceCommand, InstanceEvent, ContainerInstance>
            CONTAINER_INSTANCE = InstanceAggregate.kind();

    public static final AggregateKind<FamilyCommand, FamilyEvent, TaskDefinitionFamily> FAMILY =
            FamilyAggregate.kind();

    public static final AggregateKind<TaskDefinitionCommand, TaskDefinitionEvent, TaskDefinition>
            TASK_DEFINITION = TaskDefinitionAggregate.kind();

    public static final AggregateKind<TaskCommand, TaskEvent, Task> TASK = TaskAggregate.kind();

    public static final AggregateKind<AccountSettingsCommand, AccountSettingsEvent, AccountSettings>
            ACCOUNT_SETTINGS = AccountSettingsAggregate.kind();

    public static final AggregateKind<ServiceCommand, ServiceEvent, Service> SERVICE =
            ServiceAggregate.kind();

    /** Every kind there is; {@link Registrations#check} refuses a list that is not whole. */
    public static final List<AggregateKind<?, ?, ?>> ALL =
            List.of(
                    CLUSTER,
                    CONTAINER_INSTANCE,
                    FAMILY,
                    TASK_DEFINITION,
                    TASK,
                    ACCOUNT_SETTINGS,
                    SERVICE);

    public static AggregateKind<?, ?, ?> named(String name) {
        return ALL.stream()
                .filter(kind -> kind.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "No kind of aggregate is named " + name));
    }

    /** Whether it takes snapshots; the others skip the look-up at every start. */
    public boolean snapshots() {
        return names.stream().anyMatch(JournalName::isSnapshot);
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

    @Override
    public String toString() {
        return name;
    }
}
