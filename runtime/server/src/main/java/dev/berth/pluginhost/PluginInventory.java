package dev.berth.pluginhost;

import com.typesafe.config.ConfigObject;
import dev.berth.actors.launch.PlacementPoints;
import dev.berth.http.PageRoutes;
import dev.berth.pluginhost.events.EventSinks;
import dev.berth.pluginhost.folder.DroppedFiles;
import dev.berth.pluginhost.folder.DroppedFiles.Found;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of a server. It loads the plugins that ship with Berth and those in the plugins
 * folder, and then watches that folder. If a plugin that ships with Berth cannot be used, the
 * server does not start. A plugin in the plugins folder never prevents the start.
 */
public final class PluginInventory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginInventory.class);

    /** How often the folder is read if no change was reported. */
    private static final Duration BACKSTOP = Duration.ofSeconds(2);

    /** The time between two reads of a file that may still be changing. */
    private static final Duration SETTLING = Duration.ofMillis(200);

    private final ServerPoints points;
    private final Plugins plugins;
    private final DroppedFiles files;
    private Thread thread;
    private volatile boolean isClosed;

    private PluginInventory(PluginsConfig config) {
        this.points = ServerPoints.of(config);
        this.plugins = new Plugins(config, points.all());
        this.files = new DroppedFiles(config.folders().dropped());
    }

    /**
     * Loads the plugins of both folders, and watches the plugins folder until {@link #close}.
     *
     * @throws PluginException if a plugin that ships with Berth cannot be used
     */
    public static PluginInventory start(PluginsConfig config) throws PluginException {
        var inventory = open(config);
        inventory.thread = Thread.ofPlatform().daemon().name("plugins").start(inventory::watch);
        return inventory;
    }

    /** Loads the plugins of both folders. The caller reads the second again with {@link #look}. */
    static PluginInventory open(PluginsConfig config) throws PluginException {
        var inventory = new PluginInventory(config);
        var folders = config.folders();
        if (folders.builtIn() != null) {
            inventory.loadBuiltIn(folders.builtIn());
        }
        try {
            Files.createDirectories(folders.dropped());
        } catch (IOException reason) {
            LOG.warn(
                    "The plugins folder {} cannot be created, so no plugin can be installed: {}",
                    folders.dropped(),
                    reason);
        }
        inventory.plugins.follow(inventory.files.settled());
        return inventory;
    }

    private void loadBuiltIn(Path folder) throws PluginException {
        var found = new DroppedFiles(folder).settled();
        for (var entry : found.entrySet()) {
            switch (entry.getValue()) {
                case Found.Whole(var archive) -> plugins.loadBuiltIn(entry.getKey(), archive);
                case Found.Bad(String reason) ->
                        throw new PluginException(entry.getKey() + ": " + reason);
                case Found.Unsettled _ ->
                        throw new PluginException(entry.getKey() + ": the file is not complete");
            }
        }
        if (found.isEmpty()) {
            throw new PluginException(folder + ": expected the plugins that ship with Berth");
        }
    }

    /** The plugins that place tasks. */
    public PlacementPoints placement() {
        return points.placement();
    }

    /** The plugins that send events. */
    public EventSinks events() {
        return points.events();
    }

    /** What the configuration asks of plugins that none of them offers. */
    public List<String> problems() {
        return plugins.problems();
    }

    /** {@code GET /berth/v1/plugins}. */
    public PageRoutes pages() {
        return new PluginPages(this::list);
    }

    /** Every plugin, and every file in the plugins folder that was not loaded. */
    public List<PluginReport> list() {
        return plugins.reports();
    }

    /**
     * Applies changed sections of the plugins.
     *
     * @return what is wrong in them; a plugin with a refused section keeps its previous settings
     */
    public List<String> apply(ConfigObject settings) {
        return plugins.apply(settings);
    }

    /** How many plugins were replaced or removed but are still in use. */
    int retiring() {
        return plugins.retiring();
    }

    /** Reads the folder once and retries plugins; true if a file may still be changing. */
    boolean look(Instant now) {
        Map<Path, Found> found = files.look();
        plugins.follow(found);
        plugins.retry(now);
        return found.values().stream().anyMatch(Found.Unsettled.class::isInstance);
    }

    private void watch() {
        try (var watch = files.folder().getFileSystem().newWatchService()) {
            WatchKey key = null;
            boolean isUnsettled = false;
            while (!isClosed) {
                if (key == null || !key.isValid()) {
                    key = register(watch);
                }
                if (isUnsettled) {
                    TimeUnit.MILLISECONDS.sleep(SETTLING.toMillis());
                } else {
                    watch.poll(BACKSTOP.toMillis(), TimeUnit.MILLISECONDS);
                }
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
                isUnsettled = lookAndGoOn();
            }
        } catch (IOException | ClosedWatchServiceException reason) {
            LOG.error("The plugins folder is no longer watched", reason);
        } catch (InterruptedException closed) {
            LOG.debug("The plugins folder is no longer watched");
        }
    }

    private boolean lookAndGoOn() {
        try {
            return look(Instant.now());
        } catch (RuntimeException | LinkageError reason) {
            LOG.error("Reading the plugins folder failed. It is read again later", reason);
            return false;
        }
    }

    /** Null if the folder does not exist at the moment. */
    private WatchKey register(WatchService watch) {
        try {
            return files.folder()
                    .register(
                            watch,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_MODIFY,
                            StandardWatchEventKinds.ENTRY_DELETE);
        } catch (IOException reason) {
            return null;
        }
    }

    /** Stops watching, and closes every plugin as soon as no plan uses it. */
    @Override
    public void close() {
        isClosed = true;
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(BACKSTOP.toMillis());
            } catch (InterruptedException reason) {
                Thread.currentThread().interrupt();
            }
        }
        plugins.close();
    }
}
