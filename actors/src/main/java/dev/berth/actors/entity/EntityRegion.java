package dev.berth.actors.entity;

import dev.berth.domain.Aggregate;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Finds entities by their address and starts them when they are needed. On one server that is a
 * {@link LocalRegion}; several servers share the entities among them, and each knows where every
 * entity runs.
 */
public interface EntityRegion {

    /**
     * Sends a command to an entity, which is started if it is not running.
     *
     * @param epoch of the orchestrator or launcher that asks, 0 for a client's own command
     * @return the answer; fails with a {@link java.util.concurrent.TimeoutException} where there is
     *     none in time, and then the outcome is unknown
     */
    <C extends Aggregate.Command> CompletionStage<Reply> ask(
            EntityAddress<C> address, C command, long epoch, Duration timeout);
}
