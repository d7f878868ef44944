package dev.berth.pluginhost;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.typesafe.config.ConfigObject;
import dev.berth.pluginhost.folder.DroppedFiles;
import dev.berth.pluginhost.folder.Selection;
import dev.berth.pluginhost.guard.LoadedPlugin;
import dev.berth.pluginhost.guard.OfferedPoint;
import dev.berth.pluginhost.guard.PluginPoint;
import dev.berth.pluginhost.load.PluginLoading;
import dev.berth.protocol.plugin.BadArchiveException;
import dev.berth.protocol.plugin.PluginArchive;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins that are loaded. A new file in the plugins folder is loaded, a newer version replaces
 * the older one, and a plugin whose file was deleted is retired. Every change is passed on to the
 * plugin points.
 */
final class Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    /** A file that could not be loaded. It is tried again when it or another plugin changes. */
    private record Failure(String digest, String reason) {}

    private final PluginsConfig config;
    private final PluginLoading loading;
    private final List<PluginPoint> points;
    private final Map<String, LoadedPlugin> builtIn = new TreeMap<>();
    private final Map<String, LoadedPlugin> dropped = new TreeMap<>();
    private final Map<String, Path> files = new HashMap<>();
    private final Map<Path, Failure> failures = new HashMap<>();
    private final List<LoadedPlugin> retired = new ArrayList<>();
    private ConfigObject settings;
    private Map<Path, String> refused = Map.of();
    private Map<Path, PluginArchive> archives = Map.of();

    Plugins(PluginsConfig config, List<PluginPoint> points) {
        this.config = config;
        this.points = List.copyOf(points);
        this.loading =
                new PluginLoading(
                        config.callTimeout(),
                        points.stream().flatMap(point -> point.kinds().stream()).toList(),
                        config.folders().data());
        this.settings = config.settings();
    }

    /**
     * @throws PluginException if the plugin cannot be used
     */
    synchronized void loadBuiltIn(Path file, PluginArchive archive) throws PluginException {
        try {
            if (builtIn.containsKey(archive.id())) {
                throw new BadArchiveException("its Plugin-Id is that of another built-in plugin");
            }
            var plugin = load(archive, true);
            builtIn.put(archive.id(), plugin);
            files.put(archive.id(), file);
            if (plugin.unhealthy() != null) {
                throw new PluginException(plugin.unhealthy().reason());
            }
            use(all());
        } catch (BadArchiveException reason) {
            throw new PluginException(file + ": " + reason.getMessage());
        }
    }

    /** Loads, replaces and retires plugins so that they are those of the folder. */
    synchronized void follow(Map<Path, DroppedFiles.Found> found) {
        var selection = Selection.of(found, builtIn.keySet());
        var problems = new TreeMap<>(selection.refused());
        var old = new ArrayList<LoadedPlugin>();
        boolean isChanged = removeGone(selection, old);
        isChanged |= loadNew(selection, problems, old);
        if (isChanged) {
            failures.clear(); // Another file may have failed because its name was taken.
        }
        report(problems);
        archives = selection.archives();
        if (isChanged) {
            use(all());
            old.forEach(LoadedPlugin::retire);
            retired.addAll(old);
        }
        closeRetired();
    }

    /** A plugin stays while its file exists, is being written, or cannot be read. */
    private boolean removeGone(Selection selection, List<LoadedPlugin> old) {
        var gone =
                dropped.keySet().stream()
                        .filter(id -> !selection.files().containsKey(id))
                        .filter(id -> !isWaitedFor(files.get(id), selection))
                        .toList();
        for (var id : gone) {
            var plugin = dropped.remove(id);
            files.remove(id);
            old.add(plugin);
            LOG.info("The plugin {} was removed", plugin);
        }
        return !gone.isEmpty();
    }

    private static boolean isWaitedFor(Path file, Selection selection) {
        return selection.unsettled().contains(file)
                || selection.refused().containsKey(file) && !selection.archives().containsKey(file);
    }

    private boolean loadNew(
            Selection selection, Map<Path, String> problems, List<LoadedPlugin> old) {
        boolean isChanged = false;
        for (var entry : selection.files().entrySet()) {
            var id = entry.getKey();
            var file = entry.getValue();
            var archive = selection.archives().get(file);
            var current = dropped.get(id);
            if (current != null && current.archive().digest().equals(archive.digest())) {
                files.put(id, file);
                continue;
            }
            var failure = failures.get(file);
            if (failure == null || !failure.digest().equals(archive.digest())) {
                try {
                    put(file, load(archive, false), old);
                    isChanged = true;
                    problems.remove(file);
                    continue;
                } catch (BadArchiveException reason) {
                    failure = new Failure(archive.digest(), reason.getMessage());
                    failures.put(file, failure);
                }
            }
            problems.put(
                    file,
                    current == null
                            ? failure.reason()
                            : failure.reason() + ". Version " + version(current) + " stays in use");
        }
        return isChanged;
    }

    private static String version(LoadedPlugin plugin) {
        return plugin.archive().version();
    }

    private void put(Path file, LoadedPlugin plugin, List<LoadedPlugin> old) {
        var before = dropped.put(plugin.id(), plugin);
        files.put(plugin.id(), file);
        if (before == null) {
            LOG.info("The plugin {} was loaded from {}", plugin, file.getFileName());
        } else {
            old.add(before);
            LOG.info("The plugin {} replaces {}", plugin, before);
        }
        if (plugin.unhealthy() != null) {
            LOG.warn(
                    "The plugin {} of {} is unhealthy: {}",
                    plugin,
                    file.getFileName(),
                    plugin.unhealthy().reason());
        }
    }

    private LoadedPlugin load(PluginArchive archive, boolean isBuiltIn) throws BadArchiveException {
        var plugin = loading.load(archive, isBuiltIn, settings);
        var taken = taken(plugin);
        if (taken != null) {
            plugin.retire();
            throw new BadArchiveException(taken);
        }
        return plugin;
    }

    /** The name of its points that is taken already, as a sentence; null if none is. */
    private String taken(LoadedPlugin plugin) {
        var own = plugin.points();
        for (int i = 0; i < own.size(); i++) {
            var point = own.get(i);
            for (var twin : own.subList(0, i)) {
                if (point.hasNameOf(twin)) {
                    return "it offers the name " + point.type() + " twice";
                }
            }
            for (var other : all()) {
                if (!other.id().equals(plugin.id())
                        && other.points().stream().anyMatch(point::hasNameOf)) {
                    return "its %s %s has the same name as one of the plugin %s"
                            .formatted(point.kind().name(), point.type(), other.id());
                }
            }
        }
        return null;
    }

    /**
     * Retries the unhealthy plugins. A plugin whose points were not all created is loaded again.
     */
    synchronized void retry(Instant now) {
        var old = new ArrayList<LoadedPlugin>();
        boolean isChanged = false;
        for (var plugin : all()) {
            var unhealthy = plugin.unhealthy();
            if (unhealthy == null || !unhealthy.isOver(now, config.retryAfter())) {
                continue;
            }
            isChanged = true;
            if (plugin.isWhole()) {
                LOG.info("The plugin {} is tried again", plugin);
                plugin.becomesHealthy();
                continue;
            }
            try {
                put(files.get(plugin.id()), load(plugin.archive(), false), old);
            } catch (BadArchiveException reason) {
                plugin.becomesUnhealthy(reason.getMessage(), null);
            }
        }
        if (isChanged) {
            use(all());
            old.forEach(LoadedPlugin::retire);
            retired.addAll(old);
        }
        closeRetired();
    }

    /**
     * Loads every plugin again whose sections have changed. If one of its sections is wrong, the
     * plugin stays in use with all of its previous sections.
     *
     * @return what is wrong, a sentence for each plugin whose sections were refused
     */
    synchronized List<String> apply(ConfigObject wanted) {
        var problems = new ArrayList<String>();
        var old = new ArrayList<LoadedPlugin>();
        var applied = wanted;
        for (var plugin : all()) {
            var types = plugin.points().stream().map(OfferedPoint::type).toList();
            if (types.stream()
                    .allMatch(type -> Objects.equals(settings.get(type), wanted.get(type)))) {
                continue;
            }
            try {
                var next = loading.load(plugin.archive(), plugin.isBuiltIn(), wanted);
                if (next.unhealthy() == null) {
                    (plugin.isBuiltIn() ? builtIn : dropped).put(plugin.id(), next);
                    old.add(plugin);
                    LOG.info("The plugin {} has new settings", next);
                    continue;
                }
                problems.add(next.unhealthy().reason());
                next.retire();
                retired.add(next);
            } catch (BadArchiveException reason) {
                problems.add("The plugin " + plugin + ": " + reason.getMessage());
            }
            for (var type : types) {
                var before = settings.get(type);
                applied =
                        before == null ? applied.withoutKey(type) : applied.withValue(type, before);
            }
        }
        settings = applied;
        if (!old.isEmpty()) {
            use(all());
            old.forEach(LoadedPlugin::retire);
            retired.addAll(old);
        }
        problems.forEach(problem -> LOG.warn("Settings are refused: {}", problem));
        closeRetired();
        return problems;
    }

    private void closeRetired() {
        retired.removeIf(LoadedPlugin::isClosed);
    }

    /** How many plugins are retired but not yet closed. */
    synchronized int retiring() {
        closeRetired();
        return retired.size();
    }

    private void report(Map<Path, String> problems) {
        problems.forEach(
                (file, reason) -> {
                    if (!reason.equals(refused.get(file))) {
                        LOG.warn("{} is not loaded: {}", file, reason);
                    }
                });
        refused = problems;
    }

    synchronized Collection<LoadedPlugin> all() {
        return Stream.concat(builtIn.values().stream(), dropped.values().stream())
                .collect(Collectors.toList());
    }

    synchronized List<PluginReport> reports() {
        var reports = new ArrayList<PluginReport>();
        for (var plugin : all()) {
            reports.add(PluginReport.of(plugin, files.get(plugin.id()).getFileName().toString()));
        }
        refused.forEach(
                (file, reason) ->
                        reports.add(
                                PluginReport.refused(
                                        file.getFileName().toString(),
                                        archives.get(file),
                                        reason)));
        return reports;
    }

    private void use(Collection<LoadedPlugin> plugins) {
        points.forEach(point -> point.use(plugins));
    }

    List<String> problems() {
        return points.stream().flatMap(point -> point.problems().stream()).toList();
    }

    /** Retires every plugin. Waits for those that close now, at most for one call timeout. */
    void close() {
        List<LoadedPlugin> all;
        synchronized (this) {
            use(List.of());
            all = new ArrayList<>(all());
            all.forEach(LoadedPlugin::retire);
            all.addAll(retired);
        }
        var closed = all.stream().map(LoadedPlugin::closed).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(closed).get(config.callTimeout().toMillis(), MILLISECONDS);
        } catch (TimeoutException late) {
            LOG.warn("close() of a plugin takes longer than {}", config.callTimeout());
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException reason) {
            Thread.currentThread().interrupt();
        }
    }
}
