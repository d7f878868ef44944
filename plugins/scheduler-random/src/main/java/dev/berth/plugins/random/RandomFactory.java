package dev.berth.plugins.random;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.Settings;
import dev.berth.plugin.placement.PlacementStrategy;
import dev.berth.plugin.placement.PlacementStrategyFactory;
import org.pf4j.Extension;

/** {@code random}; it has no settings. */
@Extension
public final class RandomFactory implements PlacementStrategyFactory {

    @Override
    public String type() {
        return "random";
    }

    @Override
    public PlacementStrategy create(Settings settings, PluginContext context) {
        return new RandomStrategy();
    }
}
