package dev.berth.pluginhost;

import dev.berth.plugin.placement.PlacementConstraint;
import dev.berth.plugin.placement.PlacementStrategy;
import dev.berth.plugin.placement.Scheduler;

/** Something that a plugin offers under a name. */
sealed interface Point {
    String type();

    /** What it is called in lists. */
    String kind();

    record StrategyPoint(String type, PlacementStrategy strategy) implements Point {
        @Override
        public String kind() {
            return "strategy";
        }
    }

    record SchedulerPoint(String type, Scheduler scheduler) implements Point {
        @Override
        public String kind() {
            return "scheduler";
        }
    }

    record ConstraintPoint(String type, PlacementConstraint constraint) implements Point {
        @Override
        public String kind() {
            return "constraint";
        }
    }
}
