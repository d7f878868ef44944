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
 * Sends commands of reconcilers to aggregates.
 *
 * @param epoch sent with every command, so that an outdated orchestrator is refused
 */
public record Commands(Entities entities, Views views, Supplier<CompletionStage<Long>> epoch) {

    /**
     * Completes when this server's view shows the result. A refusal by the aggregate's rules is an
     * answer; a refusal for another reason, such as an outdated epoch, is a failure.
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
