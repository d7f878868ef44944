package dev.berth.plugins.memberof;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.Settings;
import dev.berth.plugin.placement.PlacementConstraint;
import dev.berth.plugin.placement.PlacementConstraintFactory;
import org.pf4j.Extension;

/** {@code memberOf}; it has no settings. */
@Extension
public final class MemberOfFactory implements PlacementConstraintFactory {

    @Override
    public String type() {
        return "memberOf";
    }

    @Override
    public PlacementConstraint create(Settings settings, PluginContext context) {
        return new MemberOfConstraint(context.queries());
    }
}
