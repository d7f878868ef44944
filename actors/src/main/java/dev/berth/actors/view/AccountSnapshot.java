package dev.berth.actors.view;

import dev.berth.actors.entity.AccountSettingsAggregate;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Shown;
import dev.berth.domain.Aggregate;
import dev.berth.domain.accountsetting.AccountSettings;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.family.TaskDefinitionFamily;
import dev.berth.domain.family.TaskDefinitionFamily.Known;
import dev.berth.domain.family.TaskDefinitionFamily.Status;
import dev.berth.domain.taskdefinition.TaskDefinition;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The resources of the account outside clusters: a table for each kind in this view. */
public record AccountSnapshot(Tables tables) implements Snapshot<AccountSnapshot> {

    private static final List<AggregateKind<?, ?, ?>> KINDS = Tables.kinds(Shown.Place.ACCOUNT);

    public static final AccountSnapshot EMPTY = new AccountSnapshot(Tables.empty(KINDS));

    @Override
    public List<AggregateKind<?, ?, ?>> kinds() {
        return KINDS;
    }

    @Override
    public String id(EntityAddress<?> address) {
        return address.id();
    }

    @Override
    public <C extends Aggregate.Command> EntityAddress<C> address(
            AggregateKind<C, ?, ?> kind, String id) {
        return kind.at(id);
    }

    /** Clusters by name. */
    public AggregateTable<Cluster> clusters() {
        return table(AggregateKind.CLUSTER);
    }

    /** Families by name. */
    public AggregateTable<TaskDefinitionFamily> families() {
        return table(AggregateKind.FAMILY);
    }

    /** Task definitions by {@code family:revision}. */
    public AggregateTable<TaskDefinition> definitions() {
        return table(AggregateKind.TASK_DEFINITION);
    }

    /** Account settings by the principal's ARN, or {@link AccountSettingsAggregate#DEFAULT}. */
    public AggregateTable<AccountSettings> settings() {
        return table(AggregateKind.ACCOUNT_SETTINGS);
    }

    /**
     * The names of all clusters in the journal, including clusters that the API does not show any
     * more.
     */
    public Collection<String> clusterNames() {
        return clusters().rows().keySet();
    }

    /** The cluster, if the API shows it. */
    public Optional<Cluster> cluster(String name) {
        return clusters().state(name).filter(AggregateKind.CLUSTER.shown().isShown());
    }

    public Optional<Known> family(String name) {
        return families()
                .state(name)
                .flatMap(s -> s instanceof Known known ? Optional.of(known) : Optional.empty());
    }

    public Optional<TaskDefinition.Registered> definition(String family, int revision) {
        return definitions()
                .state(family + ":" + revision)
                .flatMap(
                        s ->
                                s instanceof TaskDefinition.Registered registered
                                        ? Optional.of(registered)
                                        : Optional.empty());
    }

    /**
     * A revision, if the API shows it. The document of a deleted revision is kept for its tasks
     * only.
     */
    public Optional<TaskDefinition.Registered> shownDefinition(String family, int revision) {
        return definition(family, revision)
                .filter(
                        _ ->
                                family(family)
                                        .filter(known -> known.revisions().get(revision) != null)
                                        .isPresent());
    }

    /** The newest ACTIVE revision of a family. */
    public Optional<TaskDefinition.Registered> latestActive(String family) {
        return family(family).stream()
                .flatMap(known -> known.revisions().in(Status.ACTIVE).descendingSet().stream())
                .flatMap(revision -> definition(family, revision).stream())
                .findFirst();
    }

    @Override
    public AccountSnapshot after(
            EntityAddress<?> address, long sequenceNumber, Aggregate.Event event) {
        var kind = address.kind();
        return new AccountSnapshot(
                tables.with(kind, table(kind).after(id(address), sequenceNumber, event)));
    }

    @Override
    public AccountSnapshot restored(
            EntityAddress<?> address, long sequenceNumber, Aggregate.State state) {
        var kind = address.kind();
        return new AccountSnapshot(
                tables.with(kind, table(kind).restored(id(address), sequenceNumber, state)));
    }

    @Override
    public AccountSnapshot without(AggregateKind<?, ?, ?> kind, Collection<String> ids) {
        return new AccountSnapshot(tables.without(kind, ids));
    }

    @Override
    public AccountSnapshot withoutOverdue(Instant instant) {
        var left = this;
        for (var address : overdue(instant)) {
            left = left.without(address);
        }
        return left;
    }

    @Override
    public boolean isNeeded(AggregateKind<?, ?, ?> kind, String id) {
        return false;
    }

    @Override
    public AccountSnapshot withEphemeralOf(AccountSnapshot other) {
        return this;
    }
}
