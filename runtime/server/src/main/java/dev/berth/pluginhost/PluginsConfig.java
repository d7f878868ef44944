package dev.berth.pluginhost;

import com.typesafe.config.ConfigObject;
import dev.berth.pluginhost.placement.PlacementDefaults;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The configuration of the plugins.
 *
 * @param callTimeout how long one call into a plugin, or one plan with it, may take
 * @param retryAfter when an unhealthy plugin is tried again
 * @param settings the section of each plugin, by the name of its point
 */
public record PluginsConfig(
        Folders folders,
        Duration callTimeout,
        Duration retryAfter,
        ConfigObject settings,
        PlacementDefaults placement) {

    /**
     * Where plugins are.
     *
     * @param builtIn the folder of the plugins that ship with Berth; null for none
     * @param dropped the folder that is watched; created if it is missing
     * @param data the folder that contains a data folder for each plugin
     */
    public record Folders(Path builtIn, Path dropped, Path data) {}
}
