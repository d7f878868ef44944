package dev.berth.plugin.events;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.SettingException;
import dev.berth.plugin.Settings;
import org.pf4j.ExtensionPoint;

/** Creates an {@link EventSink}. */
public interface EventSinkFactory extends ExtensionPoint {

    /** The name of its section in the settings. Unique among event sinks. */
    String type();

    /**
     * @param settings the section {@code plugins.settings.TYPE} of the server's configuration
     * @param context the services of the server for this plugin
     * @throws SettingException if a setting is missing or invalid
     */
    EventSink create(Settings settings, PluginContext context);
}
