package dev.berth.plugins.binpack;

import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.plugin.placement.PlacementStrategy;
import java.util.Locale;
import java.util.Optional;

/** Fills one instance before the next: the instance with the lowest remaining amount is best. */
final class BinpackStrategy implements PlacementStrategy {

    @Override
    public Preference preference(Optional<String> field) {
        switch (field.orElse("").toLowerCase(Locale.ROOT)) {
            case "cpu":
                return (task, instance) -> instance.remaining().cpu();
            case "memory":
                return (task, instance) -> instance.remaining().memory();
            default:
                throw new InvalidPlacementException(
                        "The placement strategy binpack needs the field cpu or memory"
                                + field.map(given -> ", not " + given).orElse("")
                                + ".");
        }
    }
}
