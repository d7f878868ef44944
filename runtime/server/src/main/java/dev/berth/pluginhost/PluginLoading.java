package dev.berth.pluginhost;

import com.typesafe.config.ConfigObject;
import dev.berth.plugin.PluginContext;
import dev.berth.plugin.SettingException;
import dev.berth.plugin.Settings;
import dev.berth.plugin.placement.PlacementConstraintFactory;
import dev.berth.plugin.placement.PlacementStrategyFactory;
import dev.berth.plugin.placement.SchedulerFactory;
import dev.berth.pluginhost.Point.ConstraintPoint;
import dev.berth.pluginhost.Point.SchedulerPoint;
import dev.berth.pluginhost.Point.StrategyPoint;
import dev.berth.protocol.plugin.BadArchiveException;
import dev.berth.protocol.plugin.PluginArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Makes a plugin of an archive: class loader, factories, points. What its own code does meanwhile
 * is limited in time and costs nobody else anything.
 */
final class PluginLoading {
    private static final String TYPE = "[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9])?";

    /** What came of the factories; {@code problem} is null where all points were made. */
    private record Made(List<Point> points, String problem) {}

    private final ClassLoader shared = new SharedClasses();
    private final Duration timeout;
    private final ConfigObject settings;
    private final Path data;

    /**
     * @param data where each plugin has a folder of its own
     */
    PluginLoading(Duration timeout, ConfigObject settings, Path data) {
        this.timeout = timeout;
        this.settings = settings;
        this.data = data;
    }

    /**
     * A plugin whose points could not be made, for its settings or by its own fault, is loaded all
     * the same, and unhealthy.
     *
     * @throws BadArchiveException where it cannot be loaded at all
     */
    LoadedPlugin load(PluginArchive archive, boolean isBuiltIn) throws BadArchiveException {
        ApiVersion.check(archive.requires());
        ForeignNames.refuse(archive);
        var container = PluginContainer.start(archive, shared);
        var meters = new PluginMeters();
        var context = new ServerContext(archive.id(), data.resolve(archive.id()), meters);
        try {
            var made =
                    Deadline.call(archive.id(), timeout, () -> make(archive, container, context));
            var plugin = new LoadedPlugin(archive, isBuiltIn, container, made.points(), meters);
            if (made.problem() != null) {
                plugin.becomesUnhealthy(made.problem(), null);
            }
            return plugin;
        } catch (BadArchiveException reason) {
            container.end();
            throw reason;
        } catch (TimeoutException reason) {
            container.end();
            throw new BadArchiveException(
                    "making its factories and points took longer than " + Deadline.text(timeout));
        } catch (Throwable thrown) {
            container.end();
            throw new BadArchiveException("loading it failed: " + CallMeter.text(thrown));
        }
    }

    private Made make(PluginArchive archive, PluginContainer container, PluginContext context)
            throws BadArchiveException {
        var points = new ArrayList<Point>();
        String problem = null;
        for (var name : archive.extensions()) {
            try {
                points.add(make(container.extension(name), context));
            } catch (Unmade reason) {
                points.add(reason.point);
                problem = reason.getMessage();
            } catch (BadArchiveException reason) {
                throw reason;
            } catch (Throwable thrown) {
                throw new BadArchiveException(
                        "its factory " + name + " cannot be made: " + CallMeter.text(thrown));
            }
        }
        return new Made(points, problem);
    }

    private Point make(Object factory, PluginContext context) throws BadArchiveException, Unmade {
        return switch (factory) {
            case PlacementStrategyFactory it ->
                    make(
                            it.type(),
                            settings -> it.create(settings, context),
                            made -> new StrategyPoint(it.type(), made));
            case PlacementConstraintFactory it ->
                    make(
                            it.type(),
                            settings -> it.create(settings, context),
                            made -> new ConstraintPoint(it.type(), made));
            case SchedulerFactory it ->
                    make(
                            it.type(),
                            settings -> it.create(settings, context),
                            made -> new SchedulerPoint(it.type(), made));
            default ->
                    throw new BadArchiveException(
                            factory.getClass().getName()
                                    + " bears @Extension and is no factory of a point that this"
                                    + " server knows");
        };
    }

    private <T> Point make(String type, Function<Settings, T> create, Function<T, Point> point)
            throws BadArchiveException, Unmade {
        if (type == null || !type.matches(TYPE)) {
            throw new BadArchiveException(
                    "type() of a factory must be a name of letters, digits, dots, dashes and"
                            + " underscores");
        }
        PluginSettings section = null;
        String problem;
        try {
            section = PluginSettings.of(settings, type);
            var made = create.apply(section);
            problem = made == null ? "create() of " + type + " returned null" : section.unread();
            if (problem == null) {
                return point.apply(made);
            }
        } catch (SettingException reason) {
            problem = section.problem(reason);
        } catch (Throwable thrown) {
            problem =
                    section == null
                            ? thrown.getMessage()
                            : "create() of " + type + " threw " + CallMeter.text(thrown);
        }
        throw new Unmade(point.apply(null), problem);
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
