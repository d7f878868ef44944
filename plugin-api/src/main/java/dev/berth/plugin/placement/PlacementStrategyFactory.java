package dev.berth.plugin.placement;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.SettingException;
import dev.berth.plugin.Settings;
import org.pf4j.ExtensionPoint;

/** Creates a {@link PlacementStrategy}. */
public interface PlacementStrategyFactory extends ExtensionPoint {

    /** The name that users write in {@code placementStrategy[].type}, such as spread. */
    String type();

    /**
     * @param settings the section {@code plugins.settings.TYPE} of the server's configuration
     * @param context the services of the server for this plugin
     * @throws SettingException if a setting is missing or invalid
     */
    PlacementStrategy create(Settings settings, PluginContext context);
}
