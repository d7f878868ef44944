package dev.berth.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.Decision.Accepted;
import dev.berth.domain.Decision.Rejected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Given these events, when this command, then those events, that answer or that refusal. */
public final class Scenario<
        C extends Aggregate.Command, E extends Aggregate.Event, S extends Aggregate.State> {

    /** When everything happens, unless a test says otherwise. */
    public static final Instant NOW = Instant.parse("2026-02-03T04:05:06.789Z");

    private final Decider<C, E, S> decider;
    private S state;
    private Instant now = NOW;
    private Decision<E> decision;

    private Scenario(Decider<C, E, S> decider) {
        this.decider = decider;
        this.state = decider.initial();
    }

    public static <
                    C extends Aggregate.Command,
                    E extends Aggregate.Event,
                    S extends Aggregate.State>
            Scenario<C, E, S> of(Decider<C, E, S> decider) {
        return new Scenario<>(decider);
    }

    @SafeVarargs
    public final Scenario<C, E, S> given(E... events) {
        for (var event : events) {
            state = decider.evolve(state, event);
        }
        return this;
    }

    public Scenario<C, E, S> at(Instant instant) {
        now = instant;
        return this;
    }

    /** Decides, and applies what was decided. */
    public Scenario<C, E, S> when(C command) {
        decision = decider.decide(state, command, now);
        if (decision instanceof Accepted<E>(var events, _)) {
            events.forEach(event -> state = decider.evolve(state, event));
        }
        return this;
    }

    @SafeVarargs
    public final Scenario<C, E, S> then(E... events) {
        var expected = new ArrayList<E>();
        for (var event : events) {
            expected.add(event);
        }
        assertThat(accepted().events()).isEqualTo(expected);
        return this;
    }

    public Scenario<C, E, S> thenNothing() {
        assertThat(accepted().events()).isEmpty();
        return this;
    }

    public Scenario<C, E, S> thenAnswers(Aggregate.Answer answer) {
        assertThat(accepted().answer()).isEqualTo(answer);
        return this;
    }

    public Scenario<C, E, S> thenRefuses(ErrorCode code, String text) {
        assertThat(decision).isEqualTo(new Rejected<E>(code, text));
        return this;
    }

    public S state() {
        return state;
    }

    public <T extends S> T state(Class<T> type) {
        assertThat(state).isInstanceOf(type);
        return type.cast(state);
    }

    public List<E> events() {
        return accepted().events();
    }

    private Accepted<E> accepted() {
        assertThat(decision).isInstanceOf(Accepted.class);
        return (Accepted<E>) decision;
    }
}
