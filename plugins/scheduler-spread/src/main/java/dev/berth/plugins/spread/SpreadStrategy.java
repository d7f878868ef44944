package dev.berth.plugins.spread;

import dev.berth.plugin.cluster.Instance;
import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.plugin.placement.PlacementStrategy;
import dev.berth.plugin.placement.TaskToPlace;
import java.util.Optional;

/**
 * Spreads the tasks of a group over instances, or over the values of an attribute: the partition
 * with the fewest tasks of the group is best. Instances without the attribute are one partition;
 * instances that have it without a value are another.
 */
final class SpreadStrategy implements PlacementStrategy {
    private static final String ATTRIBUTE = "attribute:";

    @Override
    public Preference preference(Optional<String> field) {
        var over = field.orElse("");
        if (over.equalsIgnoreCase("instanceId") || over.equalsIgnoreCase("host")) {
            return (task, instance) -> instance.tasksOfGroup(task.group());
        }
        if (over.startsWith(ATTRIBUTE) && over.length() > ATTRIBUTE.length()) {
            return new OverAttribute(over.substring(ATTRIBUTE.length()));
        }
        throw new InvalidPlacementException(
                "The placement strategy spread needs the field instanceId, host or attribute:NAME"
                        + (over.isEmpty() ? "." : ", not " + over + "."));
    }

    private record OverAttribute(String name) implements Preference {
        @Override
        public double weight(TaskToPlace task, Instance instance) {
            return instance.tasksOfGroup(task.group());
        }

        @Override
        public String partition(Instance instance) {
            var value = instance.attributes().get(name);
            return value == null ? "without" : "=" + value;
        }
    }
}
