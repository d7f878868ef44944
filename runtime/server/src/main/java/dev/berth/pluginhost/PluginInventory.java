package dev.berth.pluginhost;

import com.typesafe.config.ConfigObject;
import dev.berth.actors.launch.PlacementPoints;
import dev.berth.http.PageRoutes;
import dev.berth.pluginhost.DroppedFiles.Found;
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
 * The host of the plugins: loads those that ship with Berth, then follows the folder into which
 * people drop theirs. A plugin that ships must work; one that was dropped never keeps the server
 * from starting.
 */
public final class PluginInventory implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginInventory.class);

    /** The folder is looked at this often even if nothing was heard of it. */
    private static final Duration BACKSTOP = Duration.ofSeconds(2);

    /** Between two looks at a file that is to be the same in both. */
    private static final Duration SETTLING = Duration.ofMillis(200);

    /** Every kind of plugin point; a new one is added here. */
    private static final List<PluginKind<?, ?>> KINDS = PlacementKinds.ALL;

    private final PluginPoints points;
    private final Plugins plugins;
    private final DroppedFiles files;
    private Thread thread;
    private volatile boolean isClosed;

    private PluginInventory(PluginsConfig config) {
        this.points = new PluginPoints(config);
        this.plugins = new Plugins(config, KINDS, points);
        this.files = new DroppedFiles(config.dropped());
    }

    /**
     * Loads what lies in both folders, and follows the second until it is closed.
     *
     * @throws PluginException where a plugin that ships with Berth cannot be used
     */
    public static PluginInventory start(PluginsConfig config) throws PluginException {
        var host = open(config);
        host.thread = Thread.ofPlatform().daemon().name("plugins").start(host::watch);
        return host;
    }

    /** Loads what lies in both folders; whoever asks looks at the second with {@link #look}. */
    static PluginInventory open(PluginsConfig config) throws PluginException {
        var host = new PluginInventory(config);
        if (config.builtIn() != null) {
            host.loadBuiltIn(config.builtIn());
        }
        try {
            Files.createDirectories(config.dropped());
        } catch (IOException reason) {
            LOG.warn(
                    "{} cannot be made, so no plugin can be dropped: {}", config.dropped(), reason);
        }
        host.plugins.follow(host.files.settled());
        return host;
    }

    private void loadBuiltIn(Path folder) throws PluginException {
        var found = new DroppedFiles(folder).settled();
        for (var entry : found.entrySet()) {
            switch (entry.getValue()) {
                case Found.Whole(var archive) -> plugins.loadBuiltIn(entry.getKey(), archive);
                case Found.Bad(String reason) ->
                        throw new PluginException(entry.getKey() + ": " + reason);
                case Found.Unsettled _ ->
                        throw new PluginException(entry.getKey() + ": it is not complete");
            }
        }
        if (found.isEmpty()) {
            throw new PluginException(folder + ": expected the plugins that ship with Berth");
        }
        points.use(plugins.all());
    }

    public PlacementPoints points() {
        return points;
    }

    /** {@code GET /berth/v1/plugins}. */
    public PageRoutes pages() {
        return new PluginPages(this::list);
    }

    /** Every plugin, and every file that could not be loaded. */
    public List<PluginReport> list() {
        return plugins.reports();
    }

    /**
     * Applies the sections of the plugins anew.
     *
     * @return what is wrong in them; a plugin whose section is refused goes on as it was
     */
    public List<String> apply(ConfigObject settings) {
        return plugins.apply(settings);
    }

    /** How many plugins are replaced or removed and still in use. */
    int retiring() {
        return plugins.retiring();
    }

    /** One look at the folder and at the clock; whether it has to be looked at again soon. */
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
            LOG.error("The plugins folder is not followed any more", reason);
        } catch (InterruptedException closed) {
            LOG.debug("The plugins folder is not followed any more");
        }
    }

    private boolean lookAndGoOn() {
        try {
            return look(Instant.now());
        } catch (RuntimeException | LinkageError reason) {
            LOG.error("Looking at the plugins folder failed; the next look comes", reason);
            return false;
        }
    }

    /** Null where there is no folder at the moment. */
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

    /** Follows nothing any more, and lets go of every plugin that no plan uses. */
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
