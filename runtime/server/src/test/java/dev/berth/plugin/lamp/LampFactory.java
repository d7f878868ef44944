package dev.berth.plugin.lamp;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.Settings;
import org.pf4j.ExtensionPoint;

/** What a plugin of this kind offers. */
public interface LampFactory extends ExtensionPoint {
    String type();

    Lamp create(Settings settings, PluginContext context);
}
