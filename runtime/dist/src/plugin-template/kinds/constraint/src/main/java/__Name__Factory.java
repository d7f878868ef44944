package __package__;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.Settings;
import dev.berth.plugin.placement.PlacementConstraint;
import dev.berth.plugin.placement.PlacementConstraintFactory;
import org.pf4j.Extension;

/** The factory that the server finds in the jar; it returns the name that users write. */
@Extension
public final class __Name__Factory implements PlacementConstraintFactory {

    @Override
    public String type() {
        return "__name__";
    }

    /** The settings are in the server's configuration, in plugins.settings."__name__". */
    @Override
    public PlacementConstraint create(Settings settings, PluginContext context) {
        return new __Name__();
    }
}
