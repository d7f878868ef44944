package dev.berth.pluginhost.placement;

import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.domain.placement.Placers;
import dev.berth.domain.placement.Placers.Choice;
import dev.berth.domain.placement.Placers.Choice.ByPreferences;
import dev.berth.domain.placement.Placers.Choice.ByScheduler;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.Placing.Constraint;
import dev.berth.domain.placement.Placing.Strategy;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.plugin.placement.PlacementConstraint.Rule;
import dev.berth.plugin.placement.PlacementStrategy.Preference;
import dev.berth.pluginhost.guard.LoadedPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Resolves names to guarded calls. {@link #check} refuses unknown names. {@link #resolve} replaces
 * what is missing or unhealthy: a strategy by the default strategy, the default strategy by
 * spreading over instances, and a constraint by one that no instance satisfies.
 */
final class PlacementResolver {
    private final PlacementTable table;
    private final List<Strategy> defaultStrategy;

    PlacementResolver(PlacementTable table, List<Strategy> defaultStrategy) {
        this.table = table;
        this.defaultStrategy = defaultStrategy;
    }

    /** A strategy cannot be used now; the message is a sentence. */
    private static final class Unusable extends Exception {
        Unusable(String reason) {
            super(reason, null, false, false);
        }
    }

    /**
     * @throws InvalidPlacementException for the caller
     * @throws PluginFault where a plugin fails
     */
    void check(Placing placing) {
        for (var strategy : placing.strategies()) {
            var entry =
                    table.chooser(strategy.type())
                            .orElseThrow(() -> unknownStrategy(strategy.type()));
            if (entry.point().kind() == PlacementKinds.SCHEDULER
                    && placing.strategies().size() > 1) {
                throw notAlone(strategy.type());
            }
            if (entry.isUsable() && entry.point().kind() == PlacementKinds.STRATEGY) {
                table.preference(entry, strategy);
            }
        }
        for (var constraint : placing.constraints()) {
            var entry =
                    table.constraint(constraint.type())
                            .orElseThrow(() -> unknownConstraint(constraint.type()));
            if (entry.isUsable()) {
                table.rule(entry, constraint);
            }
        }
    }

    /**
     * @throws PluginFault where a plugin fails while it is asked
     */
    Resolution resolve(Placing placing) {
        var notes = new ArrayList<String>();
        var unchecked = new ArrayList<String>();
        var rules = new ArrayList<Rule>();
        for (var constraint : placing.constraints()) {
            rules.add(rule(constraint, notes, unchecked));
        }
        return new Resolution(new Placers(rules, choice(placing, notes)), notes, unchecked);
    }

    private Choice choice(Placing placing, List<String> notes) {
        if (!placing.strategies().isEmpty()) {
            try {
                return choice(placing.strategies());
            } catch (Unusable reason) {
                notes.add(
                        "%s The default strategy is used instead: %s."
                                .formatted(reason.getMessage(), text(defaultStrategy)));
            }
        }
        try {
            return choice(defaultStrategy);
        } catch (Unusable reason) {
            notes.add(
                    "%s Tasks are spread over instances instead of by the default strategy."
                            .formatted(reason.getMessage()));
            return DefaultPlacement.PLACERS.choice();
        }
    }

    private Choice choice(List<Strategy> strategies) throws Unusable {
        var preferences = new ArrayList<Preference>();
        for (var strategy : strategies) {
            var entry = table.chooser(strategy.type()).orElse(null);
            if (entry == null) {
                throw new Unusable(
                        "No plugin offers the placement strategy " + strategy.type() + ".");
            }
            if (!entry.isUsable()) {
                throw new Unusable(
                        "The placement strategy %s cannot be used, %s."
                                .formatted(strategy.type(), unhealthy(entry.plugin())));
            }
            try {
                if (entry.point().kind() == PlacementKinds.SCHEDULER) {
                    if (strategies.size() > 1) {
                        throw notAlone(strategy.type());
                    }
                    return new ByScheduler(table.scheduler(entry, strategy));
                }
                preferences.add(table.preference(entry, strategy));
            } catch (InvalidPlacementException refusal) {
                throw new Unusable(
                        "The placement strategy %s cannot be used: %s"
                                .formatted(strategy.type(), refusal.getMessage()));
            }
        }
        return new ByPreferences(preferences);
    }

    private Rule rule(Constraint constraint, List<String> notes, List<String> unchecked) {
        var type = constraint.type();
        var entry = table.constraint(type).orElse(null);
        String why;
        if (entry == null) {
            why = "no plugin offers it";
        } else if (!entry.isUsable()) {
            why = unhealthy(entry.plugin());
        } else {
            try {
                return table.rule(entry, constraint);
            } catch (InvalidPlacementException refusal) {
                why = refusal.getMessage();
            }
        }
        notes.add(
                "The placement constraint %s cannot be checked, so no instance satisfies it: %s."
                        .formatted(type, why));
        unchecked.add("The placement constraint %s cannot be checked: %s.".formatted(type, why));
        var unfit =
                Fit.unfit(
                        Character.toUpperCase(type.charAt(0))
                                + type.substring(1)
                                + " placement constraint unsatisfied.",
                        "it cannot be checked: " + why);
        return (_, _) -> unfit;
    }

    private static String unhealthy(LoadedPlugin plugin) {
        var unhealthy = plugin.unhealthy();
        return "its plugin %s is unhealthy: %s"
                .formatted(plugin.id(), unhealthy == null ? "" : unhealthy.reason());
    }

    static String text(List<Strategy> strategies) {
        return strategies.stream()
                .map(
                        strategy ->
                                strategy.field() == null
                                        ? strategy.type()
                                        : strategy.type() + " over " + strategy.field())
                .collect(Collectors.joining(", then "));
    }

    private InvalidPlacementException unknownStrategy(String type) {
        return new InvalidPlacementException(PlacementDefaults.unknown(type, table.chooserNames()));
    }

    private InvalidPlacementException unknownConstraint(String type) {
        return new InvalidPlacementException(
                "There is no placement constraint %s. There are: %s."
                        .formatted(type, table.constraintNames()));
    }

    private static InvalidPlacementException notAlone(String type) {
        return new InvalidPlacementException(
                "%s is a scheduler. It cannot be combined with other placement strategies."
                        .formatted(type));
    }
}
