package dev.berth.plugin.bell;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.Settings;
import java.util.function.IntSupplier;
import org.pf4j.ExtensionPoint;

/** A kind of plugin point that only tests know: something that counts. */
public interface BellFactory extends ExtensionPoint {
    String type();

    IntSupplier create(Settings settings, PluginContext context);
}
