package dev.berth.actors.entity;

import dev.berth.domain.Aggregate;
import java.util.Set;
import java.util.function.Function;

/**
 * An index of a view's table: the keys under which a state is found. A state can have several keys
 * in one index, or none.
 *
 * @param name for error messages
 * @param part the input of the keys: while it stays equal, the keys are not computed again
 * @param keys the keys of a state
 */
public record Index<S extends Aggregate.State>(
        String name, Function<S, Object> part, Function<S, Set<String>> keys) {

    /** An index whose keys are computed for every new state. */
    public static <S extends Aggregate.State> Index<S> by(
            String name, Function<S, Set<String>> keys) {
        return new Index<>(name, state -> state, keys);
    }
}
