package dev.berth.plugins.memberof;

import dev.berth.plugin.PlacementConstraint;
import dev.berth.plugin.PlacementConstraintFactory;
import dev.berth.plugin.Settings;
import org.pf4j.Extension;

/** {@code memberOf}; it has no settings. */
@Extension
public final class MemberOfFactory implements PlacementConstraintFactory {

    @Override
    public String type() {
        return "memberOf";
    }

    @Override
    public PlacementConstraint create(Settings settings) {
        return new Members();
    }
}
