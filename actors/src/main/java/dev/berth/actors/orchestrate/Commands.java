package dev.berth.actors.orchestrate;

import dev.berth.actors.entity.Entities;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.view.Views;
import dev.berth.domain.Aggregate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * How a reconciler asks aggregates.
 *
 * @param epoch what every command carries; a stale orchestrator is refused by it
 */
public record Commands(Entities entities, Views views, Supplier<CompletionStage<Long>> epoch) {

    /**
     * Completes once this node's view shows what was decided. A refusal by the aggregate's rules is
     * an answer; a refusal that says nothing about the aggregate, such as that of a stale epoch, is
     * a failure.
     */
    public <C extends Aggregate.Command> CompletionStage<Reply> ask(
            EntityAddress<C> address, C command) {
        return epoch.get()
                .thenCompose(held -> entities.ask(address, command, held))
                .thenCompose(reply -> shown(address, reply));
    }

    private CompletionStage<Reply> shown(EntityAddress<?> address, Reply reply) {
        return switch (reply) {
            case Reply.Done(long reached, _, _) ->
                    views.await(address, reached).thenApply(_ -> reply);
            case Reply.Refused(var code, var message) ->
                    switch (code) {
                        case SERVER, THROTTLING ->
                                CompletableFuture.failedFuture(new IllegalStateException(message));
                        default -> CompletableFuture.completedFuture(reply);
                    };
        };
    }
}
