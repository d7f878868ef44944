package dev.berth.actors.launch;

import dev.berth.domain.placement.Placers;
import dev.berth.domain.placement.Placing;
import java.time.Duration;
import java.util.List;

/**
 * The placement plugins, as the launcher needs them: names become calls. Safe for several threads.
 */
public interface PlacementPoints {

    /**
     * Whether every name, field and expression can be resolved. Called before a request is accepted
     * and before a task definition is registered.
     *
     * @throws dev.berth.plugin.placement.InvalidPlacementException with the sentence for the caller
     */
    void check(Placing placing);

    /**
     * Resolves the names for one plan; the plugins that stand behind them stay loaded until it is
     * closed. Never fails: a strategy or scheduler that is missing or unhealthy is replaced by the
     * default strategy, and a constraint that is rules out every instance; {@link Use#notes} says
     * so.
     *
     * @param cluster its name; its default strategy counts where the request names none
     */
    Use open(String cluster, Placing placing);

    /**
     * Called in any thread whenever plugins were loaded, removed, or have changed their health:
     * what was resolved before must be forgotten, so that what is removed can be unloaded. The
     * listener is called until the subscription is closed.
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
         * The same object for equal requests while no plugin changes, so that what was worked out
         * with it can be kept.
         */
        Placers placers();

        /** How long planning may take before a plugin counts as stuck. */
        Duration deadline();

        /** What was replaced by what and why, a sentence each; mostly empty. */
        List<String> notes();

        /**
         * Planning failed or took too long: marks the plugin whose call did not come back, or that
         * threw {@code cause}, as unhealthy. The next {@link PlacementPoints#open} does without it.
         *
         * @param cause what planning threw, a TimeoutException where it took too long
         */
        void failed(Throwable cause);

        @Override
        void close();
    }
}
