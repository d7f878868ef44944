package dev.berth.actors.view;

import dev.berth.domain.Aggregate;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A state with the sequence number of the event that made it.
 *
 * @param state what the aggregate has become
 */
public record Versioned<S extends Aggregate.State>(S state, long sequenceNumber) {

    /** The keys under which one map holds another number than the other, or nothing. */
    static <K, S extends Aggregate.State> Set<K> differences(
            Map<K, Versioned<S>> one, Map<K, Versioned<S>> other) {
        var keys = new LinkedHashSet<>(one.keySet());
        keys.addAll(other.keySet());
        keys.removeIf(key -> numberOf(one.get(key)) == numberOf(other.get(key)));
        return keys;
    }

    private static long numberOf(Versioned<?> held) {
        return held == null ? 0 : held.sequenceNumber();
    }
}
