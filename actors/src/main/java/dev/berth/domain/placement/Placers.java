package dev.berth.domain.placement;

import dev.berth.plugin.placement.PlacementConstraint.Rule;
import dev.berth.plugin.placement.PlacementStrategy.Preference;
import dev.berth.plugin.placement.Scheduler;
import java.util.List;

/**
 * The plugin calls for the names in a {@link Placing}. Each call is guarded against failures of the
 * plugin.
 *
 * @param rules the rules of the constraints; all must be satisfied
 * @param choice decides among the remaining instances
 */
public record Placers(List<Rule> rules, Choice choice) {

    /** Strategies or a scheduler. */
    public sealed interface Choice {

        /** Strategies, in the order in which they apply. */
        record ByPreferences(List<Preference> preferences) implements Choice {
            public ByPreferences {
                preferences = List.copyOf(preferences);
            }
        }

        /** A scheduler plugin. */
        record ByScheduler(Scheduler scheduler) implements Choice {}
    }

    public Placers {
        rules = List.copyOf(rules);
    }
}
