package dev.berth.plugins.spread;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.Settings;
import dev.berth.plugin.placement.PlacementStrategy;
import dev.berth.plugin.placement.PlacementStrategyFactory;
import org.pf4j.Extension;

/** {@code spread}; it has no settings. */
@Extension
public final class SpreadFactory implements PlacementStrategyFactory {

    @Override
    public String type() {
        return "spread";
    }

    @Override
    public PlacementStrategy create(Settings settings, PluginContext context) {
        return new SpreadStrategy();
    }
}
