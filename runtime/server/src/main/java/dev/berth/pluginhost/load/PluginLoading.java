package dev.berth.pluginhost.load;

import com.typesafe.config.ConfigObject;
import dev.berth.plugin.PluginContext;
import dev.berth.plugin.SettingException;
import dev.berth.pluginhost.guard.CallMeter;
import dev.berth.pluginhost.guard.Deadline;
import dev.berth.pluginhost.guard.LoadedPlugin;
import dev.berth.pluginhost.guard.OfferedPoint;
import dev.berth.pluginhost.guard.PluginKind;
import dev.berth.pluginhost.guard.PluginMeters;
import dev.berth.pluginhost.settings.PluginSettings;
import dev.berth.protocol.plugin.BadArchiveException;
import dev.berth.protocol.plugin.PluginArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;

/**
 * Loads a plugin from its archive: creates its class loader, its factories and its points. The code
 * of the plugin runs with a time limit.
 */
public final class PluginLoading {
    private static final String TYPE = "[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?";

    private final ClassLoader shared = new SharedClasses();
    private final Duration timeout;
    private final List<PluginKind<?, ?>> kinds;
    private final Path data;

    /**
     * @param data the folder that contains a data folder for each plugin
     */
    public PluginLoading(Duration timeout, List<PluginKind<?, ?>> kinds, Path data) {
        this.timeout = timeout;
        this.kinds = List.copyOf(kinds);
        this.data = data;
    }

    /**
     * Loads the plugin. If a point cannot be created, the plugin is loaded as unhealthy. The reason
     * may be its settings or its code.
     *
     * @throws BadArchiveException if it cannot be loaded
     */
    public LoadedPlugin load(PluginArchive archive, boolean isBuiltIn, ConfigObject settings)
            throws BadArchiveException {
        ApiVersion.check(archive.requires());
        ForeignNames.refuse(archive);
        var container = PluginContainer.start(archive, shared);
        var meters = new PluginMeters();
        var context = new ServerContext(archive.id(), data.resolve(archive.id()), meters);
        var points = new CopyOnWriteArrayList<OfferedPoint>();
        try {
            var problem =
                    Deadline.call(
                            archive.id(),
                            timeout,
                            () -> make(archive, container, settings, context, points));
            var plugin =
                    new LoadedPlugin(
                            archive,
                            isBuiltIn,
                            points,
                            meters,
                            () -> PluginClosing.close(archive, points, container));
            problem.ifPresent(reason -> plugin.becomesUnhealthy(reason, null));
            return plugin;
        } catch (BadArchiveException reason) {
            PluginClosing.close(archive, points, container);
            throw reason;
        } catch (TimeoutException reason) {
            PluginClosing.close(archive, points, container);
            throw new BadArchiveException(
                    "creating its factories and points took longer than " + Deadline.text(timeout));
        } catch (Throwable thrown) {
            PluginClosing.close(archive, points, container);
            throw new BadArchiveException("loading it failed: " + CallMeter.text(thrown));
        }
    }

    /**
     * The points that a plugin offers. None is created: only the constructors of its factories run,
     * and {@code type()}.
     *
     * @throws BadArchiveException if it cannot be loaded
     */
    public List<OfferedPoint> names(PluginArchive archive) throws BadArchiveException {
        ApiVersion.check(archive.requires());
        ForeignNames.refuse(archive);
        var container = PluginContainer.start(archive, shared);
        try {
            return Deadline.call(archive.id(), timeout, () -> names(archive, container));
        } catch (BadArchiveException reason) {
            throw reason;
        } catch (Throwable thrown) {
            throw new BadArchiveException("loading it failed: " + CallMeter.text(thrown));
        } finally {
            container.end();
        }
    }

    private List<OfferedPoint> names(PluginArchive archive, PluginContainer container)
            throws BadArchiveException, ClassNotFoundException {
        var points = new ArrayList<OfferedPoint>();
        for (var name : archive.extensions()) {
            var factory = container.extension(name);
            points.add(name(kindOf(factory), factory));
        }
        return points;
    }

    private static <F> OfferedPoint name(PluginKind<F, ?> kind, Object factory)
            throws BadArchiveException {
        return new OfferedPoint(kind, typeOf(kind, kind.factory().cast(factory)), null);
    }

    /** Creates the points in order. The result is the problem of the last that failed, if any. */
    private Optional<String> make(
            PluginArchive archive,
            PluginContainer container,
            ConfigObject settings,
            PluginContext context,
            List<OfferedPoint> points)
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
                        "its factory " + name + " cannot be created: " + CallMeter.text(thrown));
            }
        }
        return problem;
    }

    private OfferedPoint make(Object factory, ConfigObject settings, PluginContext context)
            throws BadArchiveException, Unmade {
        return make(kindOf(factory), factory, settings, context);
    }

    private PluginKind<?, ?> kindOf(Object factory) throws BadArchiveException {
        for (var kind : kinds) {
            if (kind.factory().isInstance(factory)) {
                return kind;
            }
        }
        throw new BadArchiveException(
                factory.getClass().getName()
                        + " has the annotation @Extension but is not a factory of a plugin point of this"
                        + " server");
    }

    private <F, P> OfferedPoint make(
            PluginKind<F, P> kind, Object given, ConfigObject settings, PluginContext context)
            throws BadArchiveException, Unmade {
        var factory = kind.factory().cast(given);
        var type = typeOf(kind, factory);
        PluginSettings section = null;
        P made = null;
        String problem;
        try {
            section = PluginSettings.of(settings, type);
            made = kind.create().create(factory, section, context);
            problem = made == null ? "create() of " + type + " returned null" : section.unread();
            if (problem == null) {
                return new OfferedPoint(kind, type, made);
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
        throw new Unmade(new OfferedPoint(kind, type, null), problem);
    }

    private static <F> String typeOf(PluginKind<F, ?> kind, F factory) throws BadArchiveException {
        var type = kind.type().apply(factory);
        if (type == null || !type.matches(TYPE)) {
            throw new BadArchiveException(
                    "type() of a factory must be a name of letters, digits, dots, dashes and"
                            + " underscores");
        }
        return type;
    }

    /** A point could not be created; only its name is known. */
    private static final class Unmade extends Exception {
        private final transient OfferedPoint point;

        Unmade(OfferedPoint point, String reason) {
            super(reason, null, false, false);
            this.point = point;
        }
    }
}
