package dev.berth.pluginhost.placement;

import dev.berth.domain.placement.Placing.Strategy;
import java.util.List;
import java.util.Map;

/**
 * The placement strategies of requests that name none.
 *
 * @param strategy of every cluster that has none of its own
 * @param clusters the strategy of a cluster, by its name
 */
public record PlacementDefaults(List<Strategy> strategy, Map<String, List<Strategy>> clusters) {

    public PlacementDefaults {
        strategy = List.copyOf(strategy);
        clusters = Map.copyOf(clusters);
    }

    List<Strategy> of(String cluster) {
        return clusters.getOrDefault(cluster, strategy);
    }
}
