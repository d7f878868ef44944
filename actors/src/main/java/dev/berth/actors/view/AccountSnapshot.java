package dev.berth.actors.view;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.domain.Aggregate;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.family.TaskDefinitionFamily;
import dev.berth.domain.family.TaskDefinitionFamily.Known;
import dev.berth.domain.family.TaskDefinitionFamily.Status;
import dev.berth.domain.taskdefinition.TaskDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

/**
 * What the account holds beside its clusters' contents.
 *
 * @param clusters by name
 * @param families by name
 * @param definitions by {@code family:revision}
 */
public record AccountSnapshot(
        TreePMap<String, Versioned<Cluster>> clusters,
        TreePMap<String, Versioned<TaskDefinitionFamily>> families,
        PMap<String, Versioned<TaskDefinition>> definitions)
        implements Snapshot<AccountSnapshot> {

    public static final AccountSnapshot EMPTY =
            new AccountSnapshot(
                    TreePMap.empty(), TreePMap.empty(), org.pcollections.HashTreePMap.empty());

    /** Whether this view folds aggregates of that kind. */
    static boolean holds(AggregateKind<?, ?, ?> kind) {
        return kind == AggregateKind.CLUSTER
                || kind == AggregateKind.FAMILY
                || kind == AggregateKind.TASK_DEFINITION;
    }

    /** The cluster, unless it has left the API. */
    public Optional<Cluster> cluster(String name) {
        return Optional.ofNullable(clusters.get(name))
                .map(Versioned::state)
                .filter(cluster -> !(cluster instanceof Cluster.Forgotten));
    }

    public Optional<Known> family(String name) {
        return Optional.ofNullable(families.get(name))
                .map(Versioned::state)
                .flatMap(s -> s instanceof Known known ? Optional.of(known) : Optional.empty());
    }

    public Optional<TaskDefinition.Registered> definition(String family, int revision) {
        return Optional.ofNullable(definitions.get(family + ":" + revision))
                .map(Versioned::state)
                .flatMap(
                        s ->
                                s instanceof TaskDefinition.Registered registered
                                        ? Optional.of(registered)
                                        : Optional.empty());
    }

    /**
     * A revision that the API shows: one that was deleted keeps its document for its tasks only.
     */
    public Optional<TaskDefinition.Registered> shownDefinition(String family, int revision) {
        return definition(family, revision)
                .filter(
                        _ ->
                                family(family)
                                        .filter(known -> known.revisions().containsKey(revision))
                                        .isPresent());
    }

    /** The newest ACTIVE revision of a family. */
    public Optional<TaskDefinition.Registered> latestActive(String family) {
        return family(family).stream()
                .flatMap(known -> known.revisions().entrySet().stream())
                .filter(entry -> entry.getValue().status() == Status.ACTIVE)
                .map(java.util.Map.Entry::getKey)
                .sorted(Comparator.reverseOrder())
                .flatMap(revision -> definition(family, revision).stream())
                .findFirst();
    }

    @Override
    public long sequenceNumber(EntityAddress<?> address) {
        var held =
                switch (address.kind().name()) {
                    case "Cluster" -> clusters.get(address.id());
                    case "TaskDefinitionFamily" -> families.get(address.id());
                    default -> definitions.get(address.id());
                };
        return held == null ? 0 : held.sequenceNumber();
    }

    @Override
    public AccountSnapshot after(
            EntityAddress<?> address, long sequenceNumber, Aggregate.Event event) {
        var before =
                switch (address.kind().name()) {
                    case "Cluster" -> clusters.get(address.id());
                    case "TaskDefinitionFamily" -> families.get(address.id());
                    default -> definitions.get(address.id());
                };
        var kind = address.kind();
        var state = before == null ? kind.decider().initial() : before.state();
        return restored(address, sequenceNumber, kind.evolve(state, event));
    }

    @Override
    public AccountSnapshot restored(
            EntityAddress<?> address, long sequenceNumber, Aggregate.State state) {
        var id = address.id();
        return switch (state) {
            case Cluster cluster ->
                    new AccountSnapshot(
                            clusters.plus(id, new Versioned<>(cluster, sequenceNumber)),
                            families,
                            definitions);
            case TaskDefinitionFamily family ->
                    new AccountSnapshot(
                            clusters,
                            families.plus(id, new Versioned<>(family, sequenceNumber)),
                            definitions);
            case TaskDefinition definition ->
                    new AccountSnapshot(
                            clusters,
                            families,
                            definitions.plus(id, new Versioned<>(definition, sequenceNumber)));
            default -> this;
        };
    }

    /** This picture without task definitions whose rows are gone, by {@code family:revision}. */
    public AccountSnapshot withoutDefinitions(Collection<String> gone) {
        return new AccountSnapshot(clusters, families, definitions.minusAll(gone));
    }

    @Override
    public List<EntityAddress<?>> differences(AccountSnapshot other) {
        var differences = new ArrayList<EntityAddress<?>>();
        for (var id : Versioned.differences(clusters, other.clusters)) {
            differences.add(AggregateKind.CLUSTER.at(id));
        }
        for (var id : Versioned.differences(families, other.families)) {
            differences.add(AggregateKind.FAMILY.at(id));
        }
        for (var id : Versioned.differences(definitions, other.definitions)) {
            differences.add(AggregateKind.TASK_DEFINITION.at(id));
        }
        return differences;
    }

    @Override
    public AccountSnapshot withEphemeralOf(AccountSnapshot other) {
        return this;
    }
}
