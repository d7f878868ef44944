package dev.berth.plugins.random;

import dev.berth.plugin.PlacementStrategy;
import dev.berth.plugin.PlacementStrategyFactory;
import dev.berth.plugin.Settings;
import org.pf4j.Extension;

/** {@code random}; it has no settings. */
@Extension
public final class RandomFactory implements PlacementStrategyFactory {

    @Override
    public String type() {
        return "random";
    }

    @Override
    public PlacementStrategy create(Settings settings) {
        return new AnyInstance();
    }
}
