package dev.berth.domain;

import java.util.List;

/** The result of a command. */
public sealed interface Decision<E extends Aggregate.Event> {

    /**
     * The command is executed by persisting the events; there may be none.
     *
     * @param answer the answer to the sender in addition to the events, or null
     */
    record Accepted<E extends Aggregate.Event>(List<E> events, Aggregate.Answer answer)
            implements Decision<E> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** The command changes nothing, for this reason. */
    record Rejected<E extends Aggregate.Event>(ErrorCode code, String message)
            implements Decision<E> {}

    static <E extends Aggregate.Event> Decision<E> accept(E event) {
        return new Accepted<>(List.of(event), null);
    }

    static <E extends Aggregate.Event> Decision<E> accept(E event, Aggregate.Answer answer) {
        return new Accepted<>(List.of(event), answer);
    }

    /** The command is accepted and changes nothing, because the state is already as requested. */
    static <E extends Aggregate.Event> Decision<E> nothing() {
        return new Accepted<>(List.of(), null);
    }

    static <E extends Aggregate.Event> Decision<E> answer(Aggregate.Answer answer) {
        return new Accepted<>(List.of(), answer);
    }

    static <E extends Aggregate.Event> Decision<E> reject(ErrorCode code, String message) {
        return new Rejected<>(code, message);
    }
}
