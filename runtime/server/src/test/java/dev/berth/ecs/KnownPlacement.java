package dev.berth.ecs;

import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.launch.PlacementPoints;
import dev.berth.domain.placement.Placers;
import dev.berth.domain.placement.Placing;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.plugin.placement.Placement;
import dev.berth.plugin.placement.PlacementConstraint.Rule;
import dev.berth.plugin.placement.PlacementStrategy.Preference;
import dev.berth.plugin.placement.Scheduler;
import dev.berth.plugin.query.QuerySyntaxException;
import dev.berth.query.QueryLanguage;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * Placement as if plugins of these names were loaded: ECS's constraints, random, spread, binpack,
 * {@code sick}, in whose place the default is used, and {@code unwilling}, a scheduler that places
 * no task.
 */
public final class KnownPlacement implements PlacementPoints {
    private static final Set<String> STRATEGIES =
            Set.of("random", "spread", "binpack", "sick", "unwilling");
    private static final Preference LEAST_MEMORY = (_, instance) -> instance.remaining().memory();

    private static final Scheduler UNWILLING =
            (request, _) -> Collections.nCopies(request.count(), Placement.none("It is Friday."));

    @Override
    public void check(Placing placing) {
        for (var strategy : placing.strategies()) {
            if (!STRATEGIES.contains(strategy.type())) {
                throw new InvalidPlacementException(
                        "There is no placement strategy " + strategy.type() + ".");
            }
        }
        placing.constraints().forEach(KnownPlacement::rule);
    }

    private static Rule rule(Placing.Constraint constraint) {
        return switch (constraint.type()) {
            case "distinctInstance" ->
                    (task, instance) ->
                            instance.tasksOfGroup(task.group()) == 0
                                    ? Fit.FITS
                                    : Fit.unfit(
                                            "DistinctInstance placement constraint unsatisfied.",
                                            "it has a task of the group");
            case "memberOf" -> memberOf(constraint.expression());
            default ->
                    throw new InvalidPlacementException(
                            "There is no placement constraint " + constraint.type() + ".");
        };
    }

    private static Rule memberOf(String expression) {
        try {
            var query = QueryLanguage.parse(expression == null ? "" : expression);
            return (_, instance) ->
                    query.mismatch(instance)
                            .map(
                                    found ->
                                            Fit.unfit(
                                                    "MemberOf placement constraint unsatisfied.",
                                                    found))
                            .orElse(Fit.FITS);
        } catch (QuerySyntaxException e) {
            throw new InvalidPlacementException("No query: " + e.getMessage() + ".");
        }
    }

    @Override
    public Use open(String cluster, Placing placing) {
        var rules = placing.constraints().stream().map(KnownPlacement::rule).toList();
        var names = placing.strategies().stream().map(Placing.Strategy::type).toList();
        var choice =
                names.contains("binpack")
                        ? new Placers.Choice.ByPreferences(List.of(LEAST_MEMORY))
                        : names.contains("unwilling")
                                ? new Placers.Choice.ByScheduler(UNWILLING)
                                : DefaultPlacement.PLACERS.choice();
        var notes =
                names.contains("sick")
                        ? List.of("The plugin sick threw; the default strategy was used.")
                        : List.<String>of();
        return new Opened(new Placers(rules, choice), Duration.ofSeconds(30), notes);
    }

    private record Opened(Placers placers, Duration deadline, List<String> notes) implements Use {
        @Override
        public void failed(Throwable cause) {
            throw new AssertionError("nothing here fails", cause);
        }

        @Override
        public void close() {
            // Nothing here can be unloaded.
        }
    }

    @Override
    public Subscription onChange(Runnable listener) {
        return () -> {};
    }
}
