package dev.berth.pluginhost.guard;

import dev.berth.plugin.PluginContext;
import dev.berth.plugin.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * A kind of plugin point: all that loading, selection, settings, health and lists need to know of
 * it.
 *
 * @param <F> the factory that a plugin offers
 * @param <P> what the factory makes
 * @param name what it is called in lists
 * @param namespace points of kinds with the same namespace have different names
 * @param type the name that a factory gives to its point
 * @param guard wraps what was made so that its calls are timed and its answers checked
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

    /** Makes the point, as the method {@code create} of the factory. */
    @FunctionalInterface
    public interface Create<F, P> {
        P create(F factory, Settings settings, PluginContext context);
    }

    /** Wraps a point of a plugin; a single call may take as long as the last argument. */
    @FunctionalInterface
    public interface Guard<P> {
        P guard(LoadedPlugin plugin, P point, Duration deadline);
    }

    /** The point, guarded; empty where it is of another kind or could not be made. */
    @SuppressWarnings("unchecked")
    public Optional<P> guarded(LoadedPlugin plugin, OfferedPoint point, Duration deadline) {
        return point.kind() == this && point.isMade()
                ? Optional.of(guard.guard(plugin, (P) point.made(), deadline))
                : Optional.empty();
    }
}
