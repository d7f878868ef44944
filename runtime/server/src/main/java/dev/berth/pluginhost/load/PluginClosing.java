package dev.berth.pluginhost.load;

import dev.berth.pluginhost.guard.CallMeter;
import dev.berth.pluginhost.guard.OfferedPoint;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what the factories of a plugin have made, once, and then unloads its classes. It has its
 * own thread: the server does not wait for the code of a plugin that is no longer used.
 */
public final class PluginClosing {
    private static final Logger LOG = LoggerFactory.getLogger(PluginClosing.class);

    private PluginClosing() {}

    static void close(Object plugin, List<OfferedPoint> points, PluginContainer container) {
        var closeable =
                points.stream()
                        .map(OfferedPoint::made)
                        .filter(AutoCloseable.class::isInstance)
                        .map(AutoCloseable.class::cast)
                        .toList();
        if (closeable.isEmpty()) {
            container.end();
            return;
        }
        var name = plugin.toString();
        Thread.ofPlatform()
                .daemon()
                .name("plugin " + name + " closing")
                .start(
                        () -> {
                            closeable.forEach(each -> close(name, each));
                            container.end();
                        });
    }

    /** Closes it where it can be closed. */
    static void close(String plugin, Object point) {
        try {
            if (point instanceof AutoCloseable closeable) {
                closeable.close();
            }
        } catch (Throwable thrown) {
            LOG.warn("The plugin {}: close() threw {}", plugin, CallMeter.text(thrown));
        }
    }
}
