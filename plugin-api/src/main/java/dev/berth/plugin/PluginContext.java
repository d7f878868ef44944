package dev.berth.plugin;

import dev.berth.plugin.query.QueryCompiler;
import java.nio.file.Path;
import org.slf4j.Logger;

/**
 * The services of the server for one plugin. They can be used until the plugin is closed, from any
 * thread.
 */
public interface PluginContext {

    /** A logger whose name contains the id of the plugin. */
    Logger logger();

    /** The metrics of the plugin. {@code GET /metrics} shows them with its id as a label. */
    Meters meters();

    /**
     * The data folder of the plugin, readable by the user of the server only. The first call
     * creates it. It is kept over restarts and newer versions of the plugin, and is never deleted.
     */
    Path dataFolder();

    /** The compiler of the cluster query language. */
    QueryCompiler queries();
}
