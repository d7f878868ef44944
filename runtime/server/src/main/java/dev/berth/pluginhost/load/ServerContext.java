package dev.berth.pluginhost.load;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.query.QueryCompiler;
import dev.berth.pluginhost.guard.PluginMeters;
import dev.berth.query.QueryLanguage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The context of one plugin.
 *
 * @param data the folder of the plugin, created when it asks for it
 */
record ServerContext(String id, Path data, PluginMeters meters) implements PluginContext {
    private static final QueryCompiler QUERIES = new QueryLanguage();

    @Override
    public Logger logger() {
        return LoggerFactory.getLogger("berth.plugin." + id);
    }

    @Override
    public Path dataFolder() {
        var permissions = PosixFilePermissions.fromString("rwx------");
        try {
            Files.createDirectories(data.getParent());
            Files.createDirectories(data, PosixFilePermissions.asFileAttribute(permissions));
            return Files.setPosixFilePermissions(data, permissions);
        } catch (IOException reason) {
            throw new UncheckedIOException("Cannot create the data folder " + data, reason);
        }
    }

    @Override
    public QueryCompiler queries() {
        return QUERIES;
    }
}
