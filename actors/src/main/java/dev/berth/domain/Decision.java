package dev.berth.domain;

import java.util.List;

/** What a decider makes of a command. */
public sealed interface Decision<E extends Aggregate.Event> {

    /**
     * The command is carried out by persisting the events, which may be none.
     *
     * @param answer what the sender is told beyond the events, or null
     */
    record Accepted<E extends Aggregate.Event>(List<E> events, Aggregate.Answer answer)
            implements Decision<E> {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** The command changes nothing, and this is why. */
    record Rejected<E extends Aggregate.Event>(ErrorCode code, String message)
            implements Decision<E> {}

    static <E extends Aggregate.Event> Decision<E> accept(E event) {
        return new Accepted<>(List.of(event), null);
    }

    static <E extends Aggregate.Event> Decision<E> accept(E event, Aggregate.Answer answer) {
        return new Accepted<>(List.of(event), answer);
    }

    /** Accepted, and everything is already as the command wants it. */
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
