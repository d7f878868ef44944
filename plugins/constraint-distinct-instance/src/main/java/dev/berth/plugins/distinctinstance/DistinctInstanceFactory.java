package dev.berth.plugins.distinctinstance;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.Settings;
import dev.berth.plugin.placement.PlacementConstraint;
import dev.berth.plugin.placement.PlacementConstraintFactory;
import org.pf4j.Extension;

/** {@code distinctInstance}; it has no settings. */
@Extension
public final class DistinctInstanceFactory implements PlacementConstraintFactory {

    @Override
    public String type() {
        return "distinctInstance";
    }

    @Override
    public PlacementConstraint create(Settings settings, PluginContext context) {
        return new DistinctInstanceConstraint();
    }
}
