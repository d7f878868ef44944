package dev.berth.pluginhost;

import com.typesafe.config.ConfigObject;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins that are loaded now, and how they follow the folder: what is new is loaded, what is
 * newer takes the place of what was, what is gone is let go. For one thread at a time.
 */
final class Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    /** What could not be loaded is tried again only when it, or another plugin, has changed. */
    private record Failure(String digest, String reason) {}

    private final PluginsConfig config;
    private final PluginLoading loading;
    private final PluginPoints points;
    private final Map<String, LoadedPlugin> builtIn = new TreeMap<>();
    private final Map<String, LoadedPlugin> dropped = new TreeMap<>();
    private final Map<String, Path> files = new HashMap<>();
    private final Map<Path, Failure> failures = new HashMap<>();
    private final List<LoadedPlugin> retired = new ArrayList<>();
    private ConfigObject settings;
    private Map<Path, String> refused = Map.of();
    private Map<Path, PluginArchive> archives = Map.of();

    Plugins(PluginsConfig config, List<PluginKind<?, ?>> kinds, PluginPoints points) {
        this.config = config;
        this.loading = new PluginLoading(config.callTimeout(), kinds, config.data());
        this.settings = config.settings();
        this.points = points;
    }

    /**
     * @throws PluginException naming the first that cannot be used
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
        } catch (BadArchiveException reason) {
            throw new PluginException(file + ": " + reason.getMessage());
        }
    }

    /** Makes what is loaded what the folder holds. */
    synchronized void follow(Map<Path, DroppedFiles.Found> found) {
        var selection = Selection.of(found, builtIn.keySet());
        var problems = new TreeMap<>(selection.refused());
        var old = new ArrayList<LoadedPlugin>();
        boolean isChanged = removeGone(selection, old);
        isChanged |= loadNew(selection, problems, old);
        if (isChanged) {
            failures.clear(); // A name that was given up may be what another has waited for.
        }
        report(problems);
        archives = selection.archives();
        if (isChanged) {
            points.use(all());
            old.forEach(LoadedPlugin::retire);
            retired.addAll(old);
        }
        closeRetired();
    }

    /** A plugin stays while its file is there, and while it is being written or cannot be used. */
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
                            : failure.reason() + ". Version " + version(current) + " goes on");
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
            LOG.info("The plugin {} takes the place of {}", plugin, before);
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

    /** Which of its names another plugin has, as a sentence; null where none. */
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
                    return "its %s %s has the name of one of the plugin %s"
                            .formatted(point.kind().name(), point.type(), other.id());
                }
            }
        }
        return null;
    }

    /** Unhealthy plugins whose time has come; one that was never whole is loaded anew. */
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
            points.use(all());
            old.forEach(LoadedPlugin::retire);
            retired.addAll(old);
        }
        closeRetired();
    }

    /**
     * Makes every plugin anew whose sections differ from those in use. Where a section is wrong,
     * the plugin goes on with the one before, and all of its sections stay as they were.
     *
     * @return what is wrong, a sentence for each plugin that was refused
     */
    synchronized List<String> apply(ConfigObject wanted) {
        var problems = new ArrayList<String>();
        var old = new ArrayList<LoadedPlugin>();
        var applied = wanted;
        for (var plugin : all()) {
            var types = plugin.points().stream().map(Point::type).toList();
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
            points.use(all());
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

    /** How many are no longer used by anything new, and not yet closed. */
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

    synchronized void close() {
        points.use(List.of());
        all().forEach(LoadedPlugin::retire);
    }
}
