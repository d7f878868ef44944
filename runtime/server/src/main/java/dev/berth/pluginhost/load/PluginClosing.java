package dev.berth.pluginhost.load;

import dev.berth.pluginhost.guard.CallMeter;
import dev.berth.pluginhost.guard.OfferedPoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what the factories of a plugin have made, once, and then unloads its classes. It has its
 * own thread, because the code of the plugin may block.
 */
public final class PluginClosing {
    private static final Logger LOG = LoggerFactory.getLogger(PluginClosing.class);

    private PluginClosing() {}

    /** Completes when everything is closed and the classes are unloaded. */
    static CompletableFuture<Void> close(
            Object plugin, List<OfferedPoint> points, PluginContainer container) {
        var closeable =
                points.stream()
                        .map(OfferedPoint::made)
                        .filter(AutoCloseable.class::isInstance)
                        .map(AutoCloseable.class::cast)
                        .toList();
        if (closeable.isEmpty()) {
            container.end();
            return CompletableFuture.completedFuture(null);
        }
        var closed = new CompletableFuture<Void>();
        var name = plugin.toString();
        Thread.ofPlatform()
                .daemon()
                .name("plugin " + name + " closing")
                .start(
                        () -> {
                            try {
                                closeable.forEach(each -> close(name, each));
                                container.end();
                            } finally {
                                closed.complete(null);
                            }
                        });
        return closed;
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
