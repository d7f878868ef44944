package dev.berth.pluginhost;

import dev.berth.pluginhost.guard.LoadedPlugin;
import dev.berth.protocol.plugin.PluginArchive;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is known of a plugin, or of a file in the plugins folder that was not loaded.
 *
 * @param points what it offers
 * @param lastError the error that it has or last had; null if none
 */
public record PluginReport(
        Source source,
        List<PointName> points,
        Health health,
        LastError lastError,
        Figures figures) {

    /**
     * Which plugin it is and where it comes from.
     *
     * @param name its id; null if the file is not a plugin archive
     * @param version null if the file is not a plugin archive
     * @param file the name of its file
     * @param digest SHA-256 of the file as hexadecimal digits; null if the file is not a plugin
     *     archive
     */
    public record Source(
            String name, String version, String file, String digest, boolean isBuiltIn) {

        static Source of(PluginArchive archive, String file, boolean isBuiltIn) {
            return new Source(archive.id(), archive.version(), file, archive.digest(), isBuiltIn);
        }
    }

    /** Whether it is used. */
    public enum Health {
        HEALTHY,
        /** Loaded, and not used for now. */
        UNHEALTHY,
        /** Not loaded. */
        REFUSED
    }

    /** A point that it offers, and the name of that point. */
    public record PointName(String kind, String type) {}

    /**
     * An error of the plugin.
     *
     * @param at null if the plugin was not loaded
     */
    public record LastError(String reason, Instant at) {}

    /**
     * Figures since the plugin was loaded.
     *
     * @param calls how many calls went into it
     * @param faults how often it became unhealthy
     * @param seconds the time in its calls
     * @param counters its own counters, by name
     * @param gauges its own gauges, by name
     */
    public record Figures(
            long calls,
            long faults,
            double seconds,
            Map<String, Double> counters,
            Map<String, Double> gauges) {

        static final Figures NONE = new Figures(0, 0, 0, Map.of(), Map.of());
    }

    public static PluginReport of(LoadedPlugin plugin, String file) {
        var last = plugin.lastFault();
        return new PluginReport(
                Source.of(plugin.archive(), file, plugin.isBuiltIn()),
                plugin.points().stream()
                        .map(it -> new PointName(it.kind().name(), it.type()))
                        .toList(),
                plugin.unhealthy() == null ? Health.HEALTHY : Health.UNHEALTHY,
                last == null ? null : new LastError(last.reason(), last.since()),
                new Figures(
                        plugin.calls(),
                        plugin.faults(),
                        plugin.nanos() / 1e9,
                        plugin.meters().counters(),
                        plugin.meters().gauges()));
    }

    /**
     * @param archive null if the file is not a plugin archive
     */
    static PluginReport refused(String file, PluginArchive archive, String reason) {
        return new PluginReport(
                archive == null
                        ? new Source(null, null, file, null, false)
                        : Source.of(archive, file, false),
                List.of(),
                Health.REFUSED,
                new LastError(reason, null),
                Figures.NONE);
    }

    public String name() {
        return source.name();
    }
}
