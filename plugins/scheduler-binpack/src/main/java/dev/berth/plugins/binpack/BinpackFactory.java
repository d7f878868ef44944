package dev.berth.plugins.binpack;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.Settings;
import dev.berth.plugin.placement.PlacementStrategy;
import dev.berth.plugin.placement.PlacementStrategyFactory;
import org.pf4j.Extension;

/** {@code binpack}; it has no settings. */
@Extension
public final class BinpackFactory implements PlacementStrategyFactory {

    @Override
    public String type() {
        return "binpack";
    }

    @Override
    public PlacementStrategy create(Settings settings, PluginContext context) {
        return new BinpackStrategy();
    }
}
