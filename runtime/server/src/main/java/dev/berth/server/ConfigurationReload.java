package dev.berth.server;

import dev.berth.http.PageRoutes;
import dev.berth.pluginhost.PluginInventory;
import dev.berth.server.config.ConfigException;
import dev.berth.server.config.ServerConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Reads the configuration again and applies the settings of plugins. Other settings change only
 * when the server restarts.
 */
final class ConfigurationReload implements PageRoutes {

    /** Reads the configuration in the same way as at the start. */
    @FunctionalInterface
    interface Reader {
        ServerConfig read() throws ConfigException;
    }

    private final Reader reader;
    private final PluginInventory plugins;

    ConfigurationReload(Reader reader, PluginInventory plugins) {
        this.reader = reader;
        this.plugins = plugins;
    }

    /** The problems of settings that were not applied, one sentence each. */
    synchronized List<String> reload() {
        try {
            return plugins.apply(reader.read().plugins().settings());
        } catch (ConfigException reason) {
            return reason.problems();
        }
    }

    @Override
    public Optional<HttpResponse> answer(List<String> path, Map<String, String> query) {
        var problems = reload();
        return Optional.of(
                problems.isEmpty()
                        ? PageRoutes.sentence(200, "The settings of plugins are applied.")
                        : PageRoutes.sentence(400, String.join("\n", problems)));
    }
}
