package dev.berth.plugins.spread;

import dev.berth.plugin.PlacementStrategy;
import dev.berth.plugin.PlacementStrategyFactory;
import dev.berth.plugin.Settings;
import org.pf4j.Extension;

/** {@code spread}; it has no settings. */
@Extension
public final class SpreadFactory implements PlacementStrategyFactory {

    @Override
    public String type() {
        return "spread";
    }

    @Override
    public PlacementStrategy create(Settings settings) {
        return new FewestTasks();
    }
}
