package dev.berth.server.doctor;

import dev.berth.pluginhost.PluginNames;
import dev.berth.pluginhost.PluginsConfig;
import java.util.List;

/** Checks that plugins offer the default placement strategies of the configuration. */
final class PlacementCheck {
    private static final String NAME = "placement";

    private PlacementCheck() {}

    /** A warning for each setting; nothing if the folder of the built-in plugins is not known. */
    static List<Check> of(PluginsConfig config) {
        if (config.folders().builtIn() == null) {
            return List.of();
        }
        var problems = PluginNames.problems(config);
        return problems.isEmpty()
                ? List.of(Check.ok(NAME, "every strategy is offered by a plugin"))
                : problems.stream().map(problem -> Check.warning(NAME, problem)).toList();
    }
}
