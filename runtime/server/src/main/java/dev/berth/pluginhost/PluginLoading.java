package dev.berth.pluginhost;

import com.typesafe.config.ConfigObject;
import dev.berth.plugin.PluginContext;
import dev.berth.plugin.SettingException;
import dev.berth.protocol.plugin.BadArchiveException;
import dev.berth.protocol.plugin.PluginArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

/**
 * Makes a plugin of an archive: class loader, factories, points. Its own code runs with a time
 * limit and does not affect other plugins.
 */
final class PluginLoading {
    private static final String TYPE = "[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?";

    private final ClassLoader shared = new SharedClasses();
    private final Duration timeout;
    private final List<PluginKind<?, ?>> kinds;
    private final Path data;

    /**
     * @param data where each plugin has a folder of its own
     */
    PluginLoading(Duration timeout, List<PluginKind<?, ?>> kinds, Path data) {
        this.timeout = timeout;
        this.kinds = List.copyOf(kinds);
        this.data = data;
    }

    /**
     * A plugin whose points could not be made, for its settings or by its own fault, is loaded all
     * the same, and unhealthy.
     *
     * @throws BadArchiveException where it cannot be loaded at all
     */
    LoadedPlugin load(PluginArchive archive, boolean isBuiltIn, ConfigObject settings)
            throws BadArchiveException {
        ApiVersion.check(archive.requires());
        ForeignNames.refuse(archive);
        var container = PluginContainer.start(archive, shared);
        var meters = new PluginMeters();
        var context = new ServerContext(archive.id(), data.resolve(archive.id()), meters);
        var points = new CopyOnWriteArrayList<Point>();
        try {
            var problem =
                    Deadline.call(
                            archive.id(),
                            timeout,
                            () -> make(archive, container, settings, context, points));
            var plugin = new LoadedPlugin(archive, isBuiltIn, container, points, meters);
            problem.ifPresent(reason -> plugin.becomesUnhealthy(reason, null));
            return plugin;
        } catch (BadArchiveException reason) {
            PluginClosing.close(archive, points, container);
            throw reason;
        } catch (TimeoutException reason) {
            PluginClosing.close(archive, points, container);
            throw new BadArchiveException(
                    "making its factories and points took longer than " + Deadline.text(timeout));
        } catch (Throwable thrown) {
            PluginClosing.close(archive, points, container);
            throw new BadArchiveException("loading it failed: " + CallMeter.text(thrown));
        }
    }

    /** Adds the points one by one; the answer is why one of them could not be made. */
    private Optional<String> make(
            PluginArchive archive,
            PluginContainer container,
            ConfigObject settings,
            PluginContext context,
            List<Point> points)
            throws BadArchiveException {
        Optional<String> problem = Optional.empty();
        for (var name : archive.extensions()) {
            try {
                points.add(make(container.extension(name), settings, context));
            } catch (Unmade reason) {
                points.add(reason.point);
                problem = Optional.of(reason.getMessage());
            } catch (BadArchiveException reason) {
                throw reason;
            } catch (Throwable thrown) {
                throw new BadArchiveException(
                        "its factory " + name + " cannot be made: " + CallMeter.text(thrown));
            }
        }
        return problem;
    }

    private Point make(Object factory, ConfigObject settings, PluginContext context)
            throws BadArchiveException, Unmade {
        for (var kind : kinds) {
            if (kind.factory().isInstance(factory)) {
                return make(kind, factory, settings, context);
            }
        }
        throw new BadArchiveException(
                factory.getClass().getName()
                        + " bears @Extension and is no factory of a point that this server knows");
    }

    private <F, P> Point make(
            PluginKind<F, P> kind, Object given, ConfigObject settings, PluginContext context)
            throws BadArchiveException, Unmade {
        var factory = kind.factory().cast(given);
        var type = kind.type().apply(factory);
        if (type == null || !type.matches(TYPE)) {
            throw new BadArchiveException(
                    "type() of a factory must be a name of letters, digits, dots, dashes and"
                            + " underscores");
        }
        PluginSettings section = null;
        P made = null;
        String problem;
        try {
            section = PluginSettings.of(settings, type);
            made = kind.create().create(factory, section, context);
            problem = made == null ? "create() of " + type + " returned null" : section.unread();
            if (problem == null) {
                return new Point(kind, type, made);
            }
        } catch (SettingException reason) {
            problem = section.problem(reason);
        } catch (Throwable thrown) {
            problem =
                    section == null
                            ? thrown.getMessage()
                            : "create() of " + type + " threw " + CallMeter.text(thrown);
        }
        PluginClosing.close(type, made);
        throw new Unmade(new Point(kind, type, null), problem);
    }

    /** A point that has its name and nothing behind it. */
    private static final class Unmade extends Exception {
        private final transient Point point;

        Unmade(Point point, String reason) {
            super(reason, null, false, false);
            this.point = point;
        }
    }
}
