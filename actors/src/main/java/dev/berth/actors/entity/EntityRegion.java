package dev.berth.actors.entity;

import dev.berth.domain.Aggregate;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Finds entities by address and starts them when they are needed. On one server it is a {@link
 * LocalRegion}. With several servers, each entity runs on one of them, and every server can reach
 * it.
 */
public interface EntityRegion {

    /**
     * Sends a command to an entity. The entity is started if it is not running.
     *
     * @param epoch the epoch of the orchestrator or launcher, 0 for a client's command
     * @return the answer; fails with a {@link java.util.concurrent.TimeoutException} if there is
     *     none in time; the outcome is then unknown
     */
    <C extends Aggregate.Command> CompletionStage<Reply> ask(
            EntityAddress<C> address, C command, long epoch, Duration timeout);
}
