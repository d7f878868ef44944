package dev.berth.actors.view;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Shown;
import dev.berth.domain.Aggregate;
import java.util.Collection;
import java.util.List;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The tables of one view: one for each kind of aggregate that the view shows.
 *
 * @param byKind by the name of the kind
 */
record Tables(PMap<String, AggregateTable<?>> byKind) {

    /** The kinds in that view. */
    static List<AggregateKind<?, ?, ?>> kinds(Shown.Place place) {
        return AggregateKind.ALL.stream().filter(kind -> kind.shown().place() == place).toList();
    }

    static Tables empty(List<AggregateKind<?, ?, ?>> kinds) {
        PMap<String, AggregateTable<?>> tables = HashTreePMap.empty();
        for (var kind : kinds) {
            tables = tables.plus(kind.name(), AggregateTable.empty(kind));
        }
        return new Tables(tables);
    }

    @SuppressWarnings("unchecked") // each kind has the table that was made for it
    <S extends Aggregate.State> AggregateTable<S> of(AggregateKind<?, ?, S> kind) {
        var table = byKind.get(kind.name());
        if (table == null) {
            throw new IllegalArgumentException(
                    "%s is shown in the view of the %s".formatted(kind, kind.shown().place()));
        }
        return (AggregateTable<S>) table;
    }

    Tables with(AggregateKind<?, ?, ?> kind, AggregateTable<?> table) {
        return table == byKind.get(kind.name())
                ? this
                : new Tables(byKind.plus(kind.name(), table));
    }

    Tables without(AggregateKind<?, ?, ?> kind, Collection<String> ids) {
        AggregateTable<?> table = of(kind);
        for (var id : ids) {
            table = table.without(id);
        }
        return with(kind, table);
    }
}
