package dev.berth.actors.entity;

import dev.berth.domain.Aggregate;

/**
 * The address of an aggregate: its kind and its id, such as {@code default/0a1b…} for a task of the
 * cluster {@code default}.
 *
 * @param <C> the type of its commands
 */
public record EntityAddress<C extends Aggregate.Command>(AggregateKind<C, ?, ?> kind, String id) {

    private static final char SEPARATOR = '|';

    /** The key of its rows in the journal. */
    public String persistenceId() {
        return kind.name() + SEPARATOR + id;
    }

    public static EntityAddress<?> parse(String persistenceId) {
        var at = persistenceId.indexOf(SEPARATOR);
        return AggregateKind.named(persistenceId.substring(0, at))
                .at(persistenceId.substring(at + 1));
    }

    /** The cluster of the aggregate; its own id if it is not in a cluster. */
    public String cluster() {
        var slash = id.indexOf('/');
        return slash < 0 ? id : id.substring(0, slash);
    }

    /** Its id within its cluster. */
    public String localId() {
        return id.substring(id.indexOf('/') + 1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EntityAddress<?>(var otherKind, var otherId)
                && kind.name().equals(otherKind.name())
                && id.equals(otherId);
    }

    @Override
    public int hashCode() {
        return 31 * kind.name().hashCode() + id.hashCode();
    }

    @Override
    public String toString() {
        return persistenceId();
    }
}
