package dev.berth.domain.check;

import java.util.Set;

/**
 * How the aggregates of one kind are checked.
 *
 * @param name of the kind, as in the journal
 * @param endings events before which rows may have been deleted: such an event can be the first row
 *     of its aggregate
 */
public record CheckedKind(String name, Set<Class<?>> endings, AggregateCheck.Factory check) {
    public CheckedKind {
        endings = Set.copyOf(endings);
    }
}
