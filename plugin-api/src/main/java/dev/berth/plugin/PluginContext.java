package dev.berth.plugin;

import dev.berth.plugin.query.QueryCompiler;
import java.nio.file.Path;
import org.slf4j.Logger;

/**
 * What the server offers to one plugin. It stays usable until the plugin is closed; any number of
 * threads may use it.
 */
public interface PluginContext {

    /** A logger whose name has the id of the plugin in it. */
    Logger logger();

    /** Figures of the plugin, shown by {@code GET /metrics} with its id as a label. */
    Meters meters();

    /**
     * A folder for the plugin alone, readable by nobody but the server's user. It is made by the
     * first call, stays over restarts and newer versions of the plugin, and is never deleted.
     */
    Path dataFolder();

    /** The compiler of the cluster query language. */
    QueryCompiler queries();
}
