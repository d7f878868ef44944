package dev.berth.actors.view;

import dev.berth.domain.Aggregate;
import java.util.function.Function;

/**
 * A state with the sequence number of its last event, and a cache for one value that is derived
 * from this state and expensive to compute, such as its encoding.
 */
public final class Versioned<S extends Aggregate.State> {

    private final S state;
    private final long sequenceNumber;
    private volatile Object derived;

    public Versioned(S state, long sequenceNumber) {
        this.state = state;
        this.sequenceNumber = sequenceNumber;
    }

    /** The state of the aggregate. */
    public S state() {
        return state;
    }

    public long sequenceNumber() {
        return sequenceNumber;
    }

    /**
     * A value that is derived from this state. It is computed at the first call after a change, and
     * cached until the next change. Threads that call at the same time may each compute it. One
     * value is cached; a value of another type replaces it.
     *
     * @param type distinguishes the values of different callers
     * @param make must depend on the state only
     */
    public <T> T derived(Class<T> type, Function<? super S, ? extends T> make) {
        var held = derived;
        if (type.isInstance(held)) {
            return type.cast(held);
        }
        T made = make.apply(state);
        derived = made;
        return made;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Versioned<?> versioned
                && sequenceNumber == versioned.sequenceNumber
                && state.equals(versioned.state);
    }

    @Override
    public int hashCode() {
        return 31 * state.hashCode() + Long.hashCode(sequenceNumber);
    }

    @Override
    public String toString() {
        return state + " at " + sequenceNumber;
    }
}
