package dev.berth.server;

import dev.berth.pluginhost.PluginException;
import dev.berth.pluginhost.PluginInventory;
import dev.berth.pluginhost.PluginsConfig;
import dev.berth.pluginhost.placement.PlacementDefaults;
import dev.berth.server.config.ServerConfig;
import java.nio.file.Path;

/** Loads the plugins that the configuration names. */
final class ConfiguredPlugins {
    /** The folder of the plugins that ship with Berth; the start script sets it. */
    private static final String BUILT_IN = "berth.plugins";

    private ConfiguredPlugins() {}

    static PluginInventory start(ServerConfig config) throws StartException {
        var builtIn = System.getProperty(BUILT_IN);
        var plugins = config.plugins();
        try {
            return PluginInventory.start(
                    new PluginsConfig(
                            new PluginsConfig.Folders(
                                    builtIn == null ? null : Path.of(builtIn),
                                    config.data().resolve("plugins"),
                                    config.data().resolve("plugin-data")),
                            plugins.callTimeout(),
                            plugins.retryAfter(),
                            plugins.settings(),
                            new PlacementDefaults(
                                    config.placement().defaultStrategy(),
                                    config.placement().clusters())));
        } catch (PluginException reason) {
            throw new StartException(StartException.CONFIGURATION, reason.getMessage());
        }
    }
}
