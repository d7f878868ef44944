package dev.berth.plugin.placement;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.SettingException;
import dev.berth.plugin.Settings;
import org.pf4j.ExtensionPoint;

/** Creates a {@link PlacementConstraint}. */
public interface PlacementConstraintFactory extends ExtensionPoint {

    /** The name that users write in {@code placementConstraints[].type}, such as memberOf. */
    String type();

    /**
     * @param settings the section {@code plugins.settings.TYPE} of the server's configuration
     * @param context the services of the server for this plugin
     * @throws SettingException if a setting is missing or invalid
     */
    PlacementConstraint create(Settings settings, PluginContext context);
}
