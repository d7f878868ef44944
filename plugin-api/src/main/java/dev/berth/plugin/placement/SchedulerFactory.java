package dev.berth.plugin.placement;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.SettingException;
import dev.berth.plugin.Settings;
import org.pf4j.ExtensionPoint;

/** Creates a {@link Scheduler}. */
public interface SchedulerFactory extends ExtensionPoint {

    /**
     * The name that users write in {@code placementStrategy[].type}. Strategies and schedulers
     * share one set of names; each name must be unique.
     */
    String type();

    /**
     * @param settings the section {@code plugins.settings.TYPE} of the server's configuration
     * @param context the services of the server for this plugin
     * @throws SettingException if a setting is missing or invalid
     */
    Scheduler create(Settings settings, PluginContext context);
}
