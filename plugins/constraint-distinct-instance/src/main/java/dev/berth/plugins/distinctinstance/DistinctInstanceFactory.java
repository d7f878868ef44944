package dev.berth.plugins.distinctinstance;

import dev.berth.plugin.PlacementConstraint;
import dev.berth.plugin.PlacementConstraintFactory;
import dev.berth.plugin.Settings;
import org.pf4j.Extension;

/** {@code distinctInstance}; it has no settings. */
@Extension
public final class DistinctInstanceFactory implements PlacementConstraintFactory {

    @Override
    public String type() {
        return "distinctInstance";
    }

    @Override
    public PlacementConstraint create(Settings settings) {
        return new OneTaskEach();
    }
}
