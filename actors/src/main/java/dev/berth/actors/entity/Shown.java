package dev.berth.actors.entity;

import dev.berth.domain.Aggregate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The view and the indexes of the aggregates of one kind.
 *
 * @param place the view
 * @param isShown whether the API shows an aggregate in this state
 * @param endedAt when the aggregate ended, or null; an ended aggregate is removed from the API
 *     after {@code retention.stopped-tasks}
 * @param ended {@code endedAt} as an index, ordered by time
 * @param indexes the indexes for lists and counts; {@code ended} is the last of them
 */
public record Shown<S extends Aggregate.State>(
        Place place,
        Predicate<S> isShown,
        Function<S, Instant> endedAt,
        Index<S> ended,
        List<Index<S>> indexes) {

    /** The views. */
    public enum Place {
        /** The view of the account. Ids are plain names. */
        ACCOUNT,
        /** The view of one ECS cluster. Ids begin with the name of the cluster and a slash. */
        CLUSTER
    }

    /**
     * Describes how a kind is viewed.
     *
     * @param indexes in addition to that of the end
     */
    public static <S extends Aggregate.State> Shown<S> in(
            Place place,
            Predicate<S> isShown,
            Function<S, Instant> endedAt,
            List<Index<S>> indexes) {
        var ended =
                Index.<S>by(
                        "ended",
                        state -> {
                            var at = endedAt.apply(state);
                            return at == null ? Set.of() : Set.of(endedKey(at));
                        });
        var all = new ArrayList<>(indexes);
        all.add(ended);
        return new Shown<>(place, isShown, endedAt, ended, List.copyOf(all));
    }

    /** The key of an instant in {@link #ended}: keys are in the order of their instants. */
    public static String endedKey(Instant at) {
        return "%019d".formatted(Math.max(0, at.toEpochMilli()));
    }
}
