package dev.berth.actors.entity;

import dev.berth.domain.check.CheckedKind;
import dev.berth.domain.check.JournalCheck;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All registrations of aggregates: their validation, and their checks. */
public final class Registrations {

    private Registrations() {}

    /**
     * Checks that no kind, event, snapshot or name is missing or registered twice.
     *
     * @throws IllegalStateException naming the problem
     */
    public static void check(List<AggregateKind<?, ?, ?>> kinds) {
        var names = new HashSet<String>();
        var manifests = new HashSet<String>();
        for (var kind : kinds) {
            refuseUnless(names.add(kind.name()), "Two kinds of aggregate are named " + kind.name());
            for (var name : kind.names()) {
                refuseUnless(
                        manifests.add(name.manifest()),
                        "Two rows of the journal are named " + name.manifest());
                refuseUnless(
                        kind.eventType().isAssignableFrom(name.type())
                                || kind.stateType().isAssignableFrom(name.type()),
                        name.manifest() + " is neither an event nor a state of " + kind.name());
            }
            concrete(kind.eventType()).forEach(type -> refuseUnnamed(kind, type));
            if (kind.snapshots()) {
                var initial = kind.decider().initial().getClass();
                concrete(kind.stateType())
                        .filter(type -> type != initial)
                        .forEach(type -> refuseUnnamed(kind, type));
            }
            for (var ending : kind.retention().endings()) {
                refuseUnnamed(kind, ending.event());
            }
        }
    }

    /** A check of a journal with aggregates of all kinds. */
    public static JournalCheck journalCheck() {
        return new JournalCheck(
                AggregateKind.ALL.stream()
                        .map(
                                kind ->
                                        new CheckedKind(
                                                kind.name(),
                                                endings(kind.retention()),
                                                kind.check()))
                        .toList());
    }

    private static Set<Class<?>> endings(RetentionRule<?, ?> retention) {
        return switch (retention) {
            case RetentionRule.AsHistory<?, ?> _ -> Set.of(); // all its rows go at once
            case RetentionRule.WhileShown<?, ?>(var endings) -> events(endings);
            case RetentionRule.WithItsName<?, ?>(var endings, _) -> events(endings);
            case RetentionRule.WhileReferred<?, ?> _, RetentionRule.ForEver<?, ?> _ -> Set.of();
        };
    }

    private static Set<Class<?>> events(List<? extends RetentionRule.Ending<?>> endings) {
        return endings.stream().map(RetentionRule.Ending::event).collect(Collectors.toSet());
    }

    private static void refuseUnnamed(AggregateKind<?, ?, ?> kind, Class<?> type) {
        refuseUnless(
                kind.names().stream().anyMatch(name -> name.type() == type),
                "%s of %s has no name in the journal".formatted(type.getSimpleName(), kind.name()));
    }

    /** The records of a sealed type, including those of nested sealed types. */
    private static Stream<Class<?>> concrete(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(Registrations::concrete)
                : Stream.of(type);
    }

    private static void refuseUnless(boolean holds, String sentence) {
        if (!holds) {
            throw new IllegalStateException(sentence + ".");
        }
    }
}
