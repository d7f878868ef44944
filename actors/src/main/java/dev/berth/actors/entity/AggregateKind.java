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
 * The registration of one kind of aggregate, for entities, journal, views, janitor and checker. A
 * new aggregate is one registration, in its own file in this package, and one line in this class.
 * No other code depends on the names of kinds.
 *
 * @param name in the journal; never changed
 * @param names the names of its events in the journal, and of its states if it has snapshots; the
 *     newest version of a type comes last and is the one that is written
 * @param shown its view, and its indexes there
 * @param retention how long its rows are kept in the journal
 * @param check its check in the offline checker
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

    /** All kinds. {@link Registrations#check} refuses an incomplete list. */
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

    /** Whether it has snapshots. For other kinds the entity does not look for one at its start. */
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

    /** An aggregate in a cluster. */
    public EntityAddress<C> at(String cluster, String id) {
        return at(cluster + "/" + id);
    }

    @Override
    public String toString() {
        return name;
    }
}
