package dev.berth.actors.view;

import dev.berth.domain.Aggregate;
import java.util.function.Function;

/**
 * A state with the sequence number of the event that made it, and a slot for what is derived from
 * this state alone and costly to make, such as its encoding.
 */
public final class Versioned<S extends Aggregate.State> {

    private final S state;
    private final long sequenceNumber;
    private volatile Object derived;

    public Versioned(S state, long sequenceNumber) {
        this.state = state;
        this.sequenceNumber = sequenceNumber;
    }

    /** What the aggregate has become. */
    public S state() {
        return state;
    }

    public long sequenceNumber() {
        return sequenceNumber;
    }

    /**
     * What is derived from this state: made when it is first asked for after a change, and kept
     * beside the state until the next one. Threads that ask at the same time may each make it. One
     * value is kept; another type takes its place.
     *
     * @param type tells the values of different callers apart
     * @param make must depend on the state alone
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
