package dev.berth.plugins.binpack;

import dev.berth.plugin.PlacementStrategy;
import dev.berth.plugin.PlacementStrategyFactory;
import dev.berth.plugin.Settings;
import org.pf4j.Extension;

/** {@code binpack}; it has no settings. */
@Extension
public final class BinpackFactory implements PlacementStrategyFactory {

    @Override
    public String type() {
        return "binpack";
    }

    @Override
    public PlacementStrategy create(Settings settings) {
        return new LeastLeft();
    }
}
