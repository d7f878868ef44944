package dev.berth.plugins.random;

import dev.berth.plugin.placement.PlacementStrategy;
import java.util.Optional;

/**
 * All instances have the same weight, so ties are broken randomly. A field is ignored, as in ECS.
 */
final class RandomStrategy implements PlacementStrategy {

    @Override
    public Preference preference(Optional<String> field) {
        return (task, instance) -> 0;
    }
}
