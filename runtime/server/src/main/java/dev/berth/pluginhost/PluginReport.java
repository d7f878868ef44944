package dev.berth.pluginhost;

import dev.berth.protocol.plugin.PluginArchive;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What is known of a plugin, or of a file that is none.
 *
 * @param name its id; null for a file of which not even that could be read
 * @param version null likewise
 * @param file the name of its file
 * @param digest SHA-256 of that file as it was read, as hexadecimal digits; null where it is no
 *     archive
 * @param error what is wrong or last was, or null
 * @param errorAt when, or null
 * @param calls how many calls went into it since it was loaded
 * @param faults how often it was found unhealthy
 * @param seconds the time in its calls
 * @param counters what it counted itself, by name
 * @param gauges what it measured itself, by name
 */
public record PluginReport(
        String name,
        String version,
        String file,
        String digest,
        boolean isBuiltIn,
        List<PointName> points,
        Health health,
        String error,
        Instant errorAt,
        long calls,
        long faults,
        double seconds,
        Map<String, Double> counters,
        Map<String, Double> gauges) {

    /** Whether it is used. */
    public enum Health {
        HEALTHY,
        /** Loaded, and not used for now. */
        UNHEALTHY,
        /** Not loaded. */
        REFUSED
    }

    /** What it offers: a point and the name for it. */
    public record PointName(String kind, String type) {}

    static PluginReport of(LoadedPlugin plugin, String file) {
        var unhealthy = plugin.unhealthy();
        var last = plugin.lastFault();
        return new PluginReport(
                plugin.id(),
                plugin.archive().version(),
                file,
                plugin.archive().digest(),
                plugin.isBuiltIn(),
                plugin.points().stream()
                        .map(it -> new PointName(it.kind().name(), it.type()))
                        .toList(),
                unhealthy == null ? Health.HEALTHY : Health.UNHEALTHY,
                last == null ? null : last.reason(),
                last == null ? null : last.since(),
                plugin.calls(),
                plugin.faults(),
                plugin.nanos() / 1e9,
                plugin.meters().counters(),
                plugin.meters().gauges());
    }

    /**
     * @param archive null where the file is none
     */
    static PluginReport refused(String file, PluginArchive archive, String reason) {
        return new PluginReport(
                archive == null ? null : archive.id(),
                archive == null ? null : archive.version(),
                file,
                archive == null ? null : archive.digest(),
                false,
                List.of(),
                Health.REFUSED,
                reason,
                null,
                0,
                0,
                0,
                Map.of(),
                Map.of());
    }
}
