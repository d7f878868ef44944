package dev.berth.plugin;

import org.pf4j.ExtensionPoint;

/** Makes a {@link PlacementStrategy}. */
public interface PlacementStrategyFactory extends ExtensionPoint {

    /** The name that users write in {@code placementStrategy[].type}, such as spread. */
    String type();

    /**
     * @param settings the section {@code plugins.settings.TYPE} of the server's configuration
     * @throws SettingException where a setting is missing or wrong
     */
    PlacementStrategy create(Settings settings);
}
