package dev.berth.pluginhost;

import dev.berth.pluginhost.events.EventSinks;
import dev.berth.pluginhost.guard.PluginPoint;
import dev.berth.pluginhost.placement.PlacementPlugins;
import java.util.List;

/** Every plugin point of the server. A new one is added here. */
record ServerPoints(PlacementPlugins placement, EventSinks events) {

    static ServerPoints of(PluginsConfig config) {
        return new ServerPoints(
                new PlacementPlugins(config.placement(), config.callTimeout(), config.retryAfter()),
                new EventSinks(config.callTimeout()));
    }

    List<PluginPoint> all() {
        return List.of(placement, events);
    }
}
