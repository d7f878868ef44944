package dev.berth.server;

import dev.berth.host.HostConfig;
import dev.berth.host.PluginException;
import dev.berth.host.PluginHost;
import dev.berth.server.config.ServerConfig;
import java.nio.file.Path;

/** Starts the host of the plugins as the configuration says. */
final class HostedPlugins {
    /** The folder of the plugins that ship with Berth; the start script sets it. */
    private static final String BUILT_IN = "berth.plugins";

    private HostedPlugins() {}

    static PluginHost start(ServerConfig config) throws StartException {
        var builtIn = System.getProperty(BUILT_IN);
        var plugins = config.plugins();
        try {
            return PluginHost.start(
                    new HostConfig(
                            builtIn == null ? null : Path.of(builtIn),
                            config.data().resolve("plugins"),
                            plugins.callTimeout(),
                            plugins.retryAfter(),
                            plugins.settings(),
                            config.placement().defaultStrategy(),
                            config.placement().clusters()));
        } catch (PluginException reason) {
            throw new StartException(StartException.CONFIGURATION, reason.getMessage());
        }
    }
}
