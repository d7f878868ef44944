package dev.berth.domain.placement;

import dev.berth.plugin.placement.PlacementConstraint.Rule;
import dev.berth.plugin.placement.PlacementStrategy.Preference;
import dev.berth.plugin.placement.Scheduler;
import java.util.List;

/**
 * What the names in a {@link Placing} stand for: calls into plugins, each guarded by whoever looked
 * them up.
 *
 * @param rules those of the constraints; all of them bind
 * @param choice who decides among the instances that are left
 */
public record Placers(List<Rule> rules, Choice choice) {

    /** Who decides. */
    public sealed interface Choice {

        /** Strategies, the first of which decides first. */
        record ByPreferences(List<Preference> preferences) implements Choice {
            public ByPreferences {
                preferences = List.copyOf(preferences);
            }
        }

        /** A whole scheduler. */
        record ByScheduler(Scheduler scheduler) implements Choice {}
    }

    public Placers {
        rules = List.copyOf(rules);
    }
}
