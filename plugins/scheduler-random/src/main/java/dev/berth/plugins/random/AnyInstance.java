package dev.berth.plugins.random;

import dev.berth.plugin.placement.PlacementStrategy;
import java.util.Optional;

/** Every instance is as good as another, so that the lot decides. A field is ignored, as in ECS. */
final class AnyInstance implements PlacementStrategy {

    @Override
    public Preference preference(Optional<String> field) {
        return (task, instance) -> 0;
    }
}
