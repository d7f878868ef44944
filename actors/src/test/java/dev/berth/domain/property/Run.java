package dev.berth.domain.property;

import dev.berth.domain.Aggregate;
import dev.berth.domain.Decider;
import dev.berth.domain.Decision.Accepted;
import dev.berth.domain.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** One aggregate that is sent commands at random, and everything that came of it. */
final class Run<C extends Aggregate.Command, E extends Aggregate.Event, S extends Aggregate.State> {

    /** How many runs a property is tried on, and how many commands each has. */
    static final int RUNS = 150;

    private static final int COMMANDS = 60;

    /** Fixed, so that a build does not depend on luck; another one is -Dberth.test.seed=N. */
    private static final long SEED = Long.getLong("berth.test.seed", 7070);

    /** Looks at one step. */
    interface Property<C, E, S> {
        void check(S before, C command, List<E> events, S after);
    }

    private final Decider<C, E, S> decider;
    private final List<E> events = new ArrayList<>();
    private S state;

    private Run(Decider<C, E, S> decider) {
        this.decider = decider;
        this.state = decider.initial();
    }

    /** Where the commands of a run come from. */
    interface Source<C> {
        Supplier<C> of(Draw draw);
    }

    static <C extends Aggregate.Command, E extends Aggregate.Event, S extends Aggregate.State>
            List<Run<C, E, S>> all(
                    Decider<C, E, S> decider, Source<C> source, Property<C, E, S> property) {
        var runs = new ArrayList<Run<C, E, S>>();
        for (var number = 0; number < RUNS; number++) {
            var run = new Run<>(decider);
            run.go(SEED + number, source, property);
            runs.add(run);
        }
        return runs;
    }

    private void go(long seed, Source<C> source, Property<C, E, S> property) {
        var commands = source.of(new Draw(seed));
        var history = new ArrayList<C>();
        for (var i = 0; i < COMMANDS; i++) {
            history.add(commands.get());
            try {
                step(history.getLast(), i, property);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("With seed " + seed + " after " + history, e);
            }
        }
    }

    private void step(C command, int second, Property<C, E, S> property) {
        var before = state;
        var decided = List.<E>of();
        var now = Scenario.NOW.plusSeconds(second);
        if (decider.decide(before, command, now) instanceof Accepted<E>(var accepted, _)) {
            decided = accepted;
        }
        for (var event : decided) {
            state = decider.evolve(state, event);
        }
        events.addAll(decided);
        property.check(before, command, decided, state);
    }

    S state() {
        return state;
    }

    List<E> events() {
        return events;
    }
}
