package dev.berth.plugin.placement;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.SettingException;
import dev.berth.plugin.Settings;
import org.pf4j.ExtensionPoint;

/** Makes a {@link Scheduler}. */
public interface SchedulerFactory extends ExtensionPoint {

    /**
     * The name that users write in {@code placementStrategy[].type}. Strategies and schedulers
     * share their names: no two are called the same.
     */
    String type();

    /**
     * @param settings the section {@code plugins.settings.TYPE} of the server's configuration
     * @param context what the server offers to this plugin
     * @throws SettingException if a setting is missing or wrong
     */
    Scheduler create(Settings settings, PluginContext context);
}
