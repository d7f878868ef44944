package dev.berth.pluginhost.guard;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of plugin point, as loading, selection, settings, health and lists need it.
 *
 * @param <F> the factory that a plugin offers
 * @param <P> what the factory creates
 * @param name what it is called in lists
 * @param namespace points of kinds with the same namespace have different names
 * @param type the name of the point, as its factory says
 * @param guard wraps a point so that its calls are timed and its results are checked
 * @param contract the test suite that every plugin of this kind passes
 */
public record PluginKind<F, P>(
        String name,
        String namespace,
        Class<F> factory,
        Function<F, String> type,
        Create<F, P> create,
        Guard<P> guard,
        String contract) {

    /** Creates a point: the method {@code create} of the factory. */
    @FunctionalInterface
    public interface Create<F, P> {
        P create(F factory, Settings settings, PluginContext context);
    }

    /** Wraps a point of a plugin. The last argument is the timeout of a single call. */
    @FunctionalInterface
    public interface Guard<P> {
        P guard(LoadedPlugin plugin, P point, Duration deadline);
    }

    /** The guarded point; empty if it is of another kind or was not created. */
    @SuppressWarnings("unchecked")
    public Optional<P> guarded(LoadedPlugin plugin, OfferedPoint point, Duration deadline) {
        return point.kind() == this && point.isMade()
                ? Optional.of(guard.guard(plugin, (P) point.made(), deadline))
                : Optional.empty();
    }
}
