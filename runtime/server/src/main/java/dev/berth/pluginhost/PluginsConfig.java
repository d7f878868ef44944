package dev.berth.pluginhost;

import com.typesafe.config.ConfigObject;
import dev.berth.domain.placement.Placing.Strategy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the host of the plugins is told.
 *
 * @param builtIn the folder of the plugins that ship with Berth; null for none
 * @param dropped the folder that is watched; made where it is missing
 * @param data where each plugin has a folder of its own
 * @param callTimeout how long one call into a plugin, or one plan with it, may take
 * @param retryAfter when an unhealthy plugin is tried again
 * @param settings the section of each plugin, by the name of its point
 * @param defaultStrategy for requests that name none
 * @param clusters the default strategy of a cluster, by its name
 */
public record PluginsConfig(
        Path builtIn,
        Path dropped,
        Path data,
        Duration callTimeout,
        Duration retryAfter,
        ConfigObject settings,
        List<Strategy> defaultStrategy,
        Map<String, List<Strategy>> clusters) {

    public PluginsConfig {
        defaultStrategy = List.copyOf(defaultStrategy);
        clusters = Map.copyOf(clusters);
    }

    List<Strategy> strategyOf(String cluster) {
        return clusters.getOrDefault(cluster, defaultStrategy);
    }
}
