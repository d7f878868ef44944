package dev.berth.server.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import dev.berth.domain.placement.Placing.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of placement and plugins. */
final class PlacementSettings {
    private static final Set<String> STRATEGY_MEMBERS = Set.of("type", "field");

    /** The maximum that ECS accepts in one request. */
    private static final int MOST_STRATEGIES = 5;

    static final Setting<List<Strategy>> DEFAULT_STRATEGY =
            Setting.structure(
                    "placement.default-strategy",
                    "[{ type = spread, field = \"attribute:ecs.availability-zone\" },"
                            + " { type = spread, field = instanceId }]",
                    "a list of 1 to 5 { type = …, field = … }",
                    PlacementSettings::strategies);
    static final Setting<Map<String, List<Strategy>>> CLUSTERS =
            Setting.structure(
                    "placement.clusters",
                    "{}",
                    "NAME { strategy = [{ type = …, field = … }] } for each cluster",
                    PlacementSettings::clusters);
    static final Setting<Duration> CALL_TIMEOUT =
            Setting.of(
                    "plugins.call-timeout",
                    "5 seconds",
                    "a time from 100 ms to 1 minute, such as 5 seconds",
                    value -> duration(value, Duration.ofMillis(100), Duration.ofMinutes(1)));
    static final Setting<Duration> RETRY_AFTER =
            Setting.of(
                    "plugins.retry-after",
                    "1 minute",
                    "a time from 1 second to 1 day, such as 1 minute",
                    value -> duration(value, Duration.ofSeconds(1), Duration.ofDays(1)));
    static final Setting<ConfigObject> SETTINGS =
            Setting.structure(
                    "plugins.settings",
                    "{}",
                    "a section TYPE { … } for each plugin's point",
                    value -> value instanceof ConfigObject sections ? sections : null);

    static final List<Setting<?>> ALL =
            List.of(DEFAULT_STRATEGY, CLUSTERS, CALL_TIMEOUT, RETRY_AFTER, SETTINGS);

    private PlacementSettings() {}

    private static Duration duration(ConfigValue value, Duration min, Duration max) {
        var duration = value.atKey("v").getDuration("v");
        return duration.compareTo(min) < 0 || duration.compareTo(max) > 0 ? null : duration;
    }

    private static Map<String, List<Strategy>> clusters(ConfigValue value) {
        if (!(value instanceof ConfigObject sections)) {
            return null;
        }
        var clusters = new HashMap<String, List<Strategy>>();
        for (var entry : sections.entrySet()) {
            if (!(entry.getValue() instanceof ConfigObject section)
                    || !section.keySet().equals(Set.of("strategy"))) {
                return null;
            }
            var strategies = strategies(section.get("strategy"));
            if (strategies == null) {
                return null;
            }
            clusters.put(entry.getKey(), strategies);
        }
        return clusters;
    }

    private static List<Strategy> strategies(ConfigValue value) {
        if (value.valueType() != ConfigValueType.LIST) {
            return null;
        }
        var strategies = new ArrayList<Strategy>();
        for (var element : (ConfigList) value) {
            if (!(element instanceof ConfigObject strategy)
                    || !strategy.containsKey("type")
                    || !STRATEGY_MEMBERS.containsAll(strategy.keySet())) {
                return null;
            }
            var config = strategy.toConfig();
            strategies.add(
                    new Strategy(
                            config.getString("type"),
                            config.hasPath("field") ? config.getString("field") : null));
        }
        return strategies.isEmpty() || strategies.size() > MOST_STRATEGIES ? null : strategies;
    }
}
