package dev.berth.actors.launch;

import dev.berth.domain.placement.Placers;
import dev.berth.domain.placement.Placing;
import java.time.Duration;
import java.util.List;

/**
 * Resolves the names of placement strategies and constraints to plugins. Safe for several threads.
 */
public interface PlacementPoints {

    /**
     * Checks that every name, field and expression can be resolved. Called before a request is
     * accepted and before a task definition is registered.
     *
     * @throws dev.berth.plugin.placement.InvalidPlacementException with the message for the caller
     */
    void check(Placing placing);

    /**
     * Resolves the names for one plan. The plugins stay loaded until the result is closed. Never
     * fails: a missing or unhealthy strategy or scheduler is replaced by the default strategy, and
     * a missing or unhealthy constraint rules out every instance; {@link Use#notes} lists this.
     *
     * @param cluster its name; its default strategy is used if the request names none
     */
    Use open(String cluster, Placing placing);

    /**
     * Registers a listener, which is called in any thread after plugins were loaded or removed, or
     * have changed their health. Resolved plugins must then be discarded, so that removed ones can
     * be unloaded. The listener is called until the subscription is closed.
     */
    Subscription onChange(Runnable listener);

    /** The subscription of a listener. */
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }

    /** Plugins in use by one plan. */
    interface Use extends AutoCloseable {

        /**
         * The same object for equal requests while no plugin changes, so that results can be cached
         * with it.
         */
        Placers placers();

        /** The time limit for planning. */
        Duration deadline();

        /** Which plugins were replaced, by what, and why; usually empty. */
        List<String> notes();

        /**
         * Which constraints cannot be checked, and why; no instance satisfies them. Usually empty.
         */
        default List<String> unchecked() {
            return List.of();
        }

        /**
         * Planning failed or exceeded its time limit. Marks the plugin whose call did not return,
         * or that threw {@code cause}, as unhealthy. The next {@link PlacementPoints#open} does not
         * use it.
         *
         * @param cause the exception of planning; a TimeoutException if the time limit was exceeded
         */
        void failed(Throwable cause);

        @Override
        void close();
    }
}
