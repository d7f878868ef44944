package dev.berth.actors.view;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Index;
import dev.berth.actors.entity.Shown;
import dev.berth.domain.Aggregate;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The states of all aggregates of one kind in one view, by id, with the indexes that the kind
 * declares. Immutable: a change takes logarithmic time for each index whose keys change, and shares
 * the rest of the structure.
 */
public final class AggregateTable<S extends Aggregate.State> {

    private static final TreePMap<String, TreePSet<String>> NO_KEYS = TreePMap.empty();

    private final AggregateKind<?, ?, S> kind;
    private final TreePMap<String, Versioned<S>> rows;

    /** Ids by key, for each index of the kind in its order. */
    private final TreePMap<String, TreePSet<String>>[] indexes;

    private AggregateTable(
            AggregateKind<?, ?, S> kind,
            TreePMap<String, Versioned<S>> rows,
            TreePMap<String, TreePSet<String>>[] indexes) {
        this.kind = kind;
        this.rows = rows;
        this.indexes = indexes;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java makes no arrays of generic types
    static <S extends Aggregate.State> AggregateTable<S> empty(AggregateKind<?, ?, S> kind) {
        TreePMap<String, TreePSet<String>>[] indexes = new TreePMap[kind.shown().indexes().size()];
        Arrays.fill(indexes, NO_KEYS);
        return new AggregateTable<>(kind, TreePMap.empty(), indexes);
    }

    public int size() {
        return rows.size();
    }

    /** All rows, in the order of the ids. */
    public TreePMap<String, Versioned<S>> rows() {
        return rows;
    }

    public Optional<Versioned<S>> row(String id) {
        return Optional.ofNullable(rows.get(id));
    }

    public Optional<S> state(String id) {
        return row(id).map(Versioned::state);
    }

    /** The last sequence number of this aggregate in the table, or 0. */
    public long sequenceNumber(String id) {
        var row = rows.get(id);
        return row == null ? 0 : row.sequenceNumber();
    }

    /** Whether the API shows an aggregate with this id. */
    public boolean isShown(String id) {
        return state(id).filter(kind.shown().isShown()).isPresent();
    }

    /** Whether the API shows no aggregate of this table. */
    boolean noneShown() {
        return rows.values().stream().noneMatch(row -> kind.shown().isShown().test(row.state()));
    }

    /** A key of an index. */
    public record Term<S extends Aggregate.State>(Index<S> index, String key) {}

    /** The number of states with this key. */
    public int count(Index<S> index, String key) {
        return ids(index, key).size();
    }

    /** The ids with this key, in order. */
    public TreePSet<String> ids(Index<S> index, String key) {
        return keys(index).getOrDefault(key, TreePSet.empty());
    }

    /** The states with this key, in the order of their ids; evaluated lazily. */
    public Stream<S> states(Index<S> index, String key) {
        return ids(index, key).stream().map(id -> rows.get(id).state());
    }

    /**
     * The ids that have every one of these keys, in order; evaluated lazily. Iterates over the
     * smallest of the index entries.
     *
     * @param after only ids after this one; null for all
     */
    public Stream<String> select(List<Term<S>> terms, String after) {
        var lists = terms.stream().map(term -> ids(term.index(), term.key())).toList();
        var shortest =
                lists.stream()
                        .min((one, other) -> Integer.compare(one.size(), other.size()))
                        .orElseGet(rows::keySet);
        var rest = after == null ? shortest : shortest.tailSet(after, false);
        return rest.stream()
                .filter(
                        id ->
                                lists.stream()
                                        .allMatch(list -> list == shortest || list.contains(id)));
    }

    /** The ids of aggregates that ended before this instant. */
    public List<String> endedBefore(Instant instant) {
        var ended = keys(kind.shown().ended()).headMap(Shown.endedKey(instant), false);
        return ended.values().stream().flatMap(Set::stream).toList();
    }

    /** Whether this aggregate ended before the instant. */
    public boolean isEndedBefore(String id, Instant instant) {
        return state(id).map(kind.shown().endedAt()).filter(at -> at.isBefore(instant)).isPresent();
    }

    private TreePMap<String, TreePSet<String>> keys(Index<S> index) {
        return indexes[position(index)];
    }

    private int position(Index<S> index) {
        var declared = kind.shown().indexes();
        for (var i = 0; i < declared.size(); i++) {
            if (declared.get(i) == index) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "%s has no index by %s; declare it in its registration"
                        .formatted(kind, index.name()));
    }

    /** The table after one more event of an aggregate. */
    AggregateTable<S> after(String id, long sequenceNumber, Aggregate.Event event) {
        var held = rows.get(id);
        Aggregate.State before = held == null ? kind.decider().initial() : held.state();
        return with(id, new Versioned<>(kind.evolve(before, event), sequenceNumber));
    }

    /** The table with an aggregate in this state. An aggregate in its initial state has no row. */
    AggregateTable<S> restored(String id, long sequenceNumber, Aggregate.State state) {
        return with(id, new Versioned<>(kind.stateType().cast(state), sequenceNumber));
    }

    private AggregateTable<S> with(String id, Versioned<S> row) {
        if (row.state().equals(kind.decider().initial())) {
            return without(id);
        }
        var held = rows.get(id);
        var before = held == null ? null : held.state();
        return new AggregateTable<>(kind, rows.plus(id, row), indexed(id, before, row.state()));
    }

    AggregateTable<S> without(String id) {
        var held = rows.get(id);
        return held == null
                ? this
                : new AggregateTable<>(kind, rows.minus(id), indexed(id, held.state(), null));
    }

    private TreePMap<String, TreePSet<String>>[] indexed(String id, S before, S after) {
        var changed = indexes.clone();
        var declared = kind.shown().indexes();
        for (var i = 0; i < changed.length; i++) {
            changed[i] = moved(declared.get(i), changed[i], id, before, after);
        }
        return changed;
    }

    private static <S extends Aggregate.State> TreePMap<String, TreePSet<String>> moved(
            Index<S> index, TreePMap<String, TreePSet<String>> ids, String id, S before, S after) {
        if (before != null
                && after != null
                && Objects.equals(index.part().apply(before), index.part().apply(after))) {
            return ids;
        }
        Set<String> old = before == null ? Set.of() : index.keys().apply(before);
        Set<String> now = after == null ? Set.of() : index.keys().apply(after);
        for (var key : old) {
            if (!now.contains(key)) {
                var left = ids.get(key).minus(id);
                ids = left.isEmpty() ? ids.minus(key) : ids.plus(key, left);
            }
        }
        for (var key : now) {
            if (!old.contains(key)) {
                ids = ids.plus(key, ids.getOrDefault(key, TreePSet.empty()).plus(id));
            }
        }
        return ids;
    }

    /** The ids whose rows are missing or have another sequence number in the other table. */
    Set<String> differences(AggregateTable<?> other) {
        var ids = new LinkedHashSet<>(rows.keySet());
        ids.addAll(other.rows.keySet());
        ids.removeIf(id -> sequenceNumber(id) == other.sequenceNumber(id));
        return ids;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AggregateTable<?> table
                && kind == table.kind
                && rows.equals(table.rows);
    }

    @Override
    public int hashCode() {
        return rows.hashCode();
    }

    @Override
    public String toString() {
        return rows.toString();
    }
}
