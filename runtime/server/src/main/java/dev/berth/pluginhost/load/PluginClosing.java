package dev.berth.pluginhost.load;

import dev.berth.pluginhost.guard.CallMeter;
import dev.berth.pluginhost.guard.OfferedPoint;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the points of a plugin, each once, and then unloads its classes. This runs in a thread of
 * its own, because the code of the plugin may block.
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

    /** Closes the point if it is {@link AutoCloseable}. */
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
