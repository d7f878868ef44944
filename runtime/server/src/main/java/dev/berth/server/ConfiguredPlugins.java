package dev.berth.server;

import dev.berth.pluginhost.PluginException;
import dev.berth.pluginhost.PluginInventory;
import dev.berth.pluginhost.PluginsConfig;
import dev.berth.pluginhost.placement.PlacementDefaults;
import dev.berth.server.config.ServerConfig;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The plugins as the configuration of the server describes them. */
public final class ConfiguredPlugins {
    private static final Logger LOG = LoggerFactory.getLogger(ConfiguredPlugins.class);

    /** The folder of the plugins that ship with Berth; the start script sets it. */
    private static final String BUILT_IN = "berth.plugins";

    private ConfiguredPlugins() {}

    /** Loads the plugins, and logs a warning for each setting that no plugin can satisfy. */
    static PluginInventory start(ServerConfig config) throws StartException {
        try {
            var inventory = PluginInventory.start(of(config));
            inventory.problems().forEach(LOG::warn);
            return inventory;
        } catch (PluginException reason) {
            throw new StartException(StartException.CONFIGURATION, reason.getMessage());
        }
    }

    /** Where plugins are and what they are configured with. */
    public static PluginsConfig of(ServerConfig config) {
        var builtIn = System.getProperty(BUILT_IN);
        var plugins = config.plugins();
        return new PluginsConfig(
                new PluginsConfig.Folders(
                        builtIn == null ? null : Path.of(builtIn),
                        config.data().resolve("plugins"),
                        config.data().resolve("plugin-data")),
                plugins.callTimeout(),
                plugins.retryAfter(),
                plugins.settings(),
                new PlacementDefaults(
                        config.placement().defaultStrategy(), config.placement().clusters()));
    }
}
