package dev.berth.pluginhost.placement;

import dev.berth.domain.placement.Placing.Strategy;
import dev.berth.pluginhost.guard.OfferedPoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The placement strategies of requests that name none.
 *
 * @param strategy of every cluster that has none of its own
 * @param clusters the strategy of a cluster, by its name
 */
public record PlacementDefaults(List<Strategy> strategy, Map<String, List<Strategy>> clusters) {
    private static final String LATER =
            " Until this is corrected, tasks are spread over instances instead.";

    public PlacementDefaults {
        strategy = List.copyOf(strategy);
        clusters = Map.copyOf(clusters);
    }

    /** The settings whose strategies are not among these points, each with a sentence. */
    public List<String> problems(Collection<OfferedPoint> points) {
        var names =
                points.stream()
                        .filter(point -> point.kind().namespace().equals(PlacementKinds.CHOOSERS))
                        .map(OfferedPoint::type)
                        .collect(Collectors.toCollection(TreeSet::new));
        return problems(
                strategies ->
                        strategies.stream()
                                .map(Strategy::type)
                                .filter(type -> !names.contains(type))
                                .findFirst()
                                .map(type -> unknown(type, names)));
    }

    /** The sentence about a strategy that no plugin offers. */
    static String unknown(String type, SortedSet<String> names) {
        return "There is no placement strategy %s. There are: %s."
                .formatted(type, names.isEmpty() ? "none" : String.join(", ", names));
    }

    /**
     * The settings with a problem, each with a sentence.
     *
     * @param check the problem of a list of strategies
     */
    List<String> problems(Function<List<Strategy>, Optional<String>> check) {
        var settings = new LinkedHashMap<String, List<Strategy>>();
        settings.put("placement.default-strategy", strategy);
        new TreeMap<>(clusters)
                .forEach(
                        (cluster, own) ->
                                settings.put("placement.clusters." + cluster + ".strategy", own));
        var problems = new ArrayList<String>();
        settings.forEach(
                (setting, strategies) ->
                        check.apply(strategies)
                                .ifPresent(
                                        problem -> problems.add(setting + ": " + problem + LATER)));
        return problems;
    }

    List<Strategy> of(String cluster) {
        return clusters.getOrDefault(cluster, strategy);
    }
}
