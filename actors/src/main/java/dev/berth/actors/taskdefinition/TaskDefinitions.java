package dev.berth.actors.taskdefinition;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.domain.Aggregate;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.family.FamilyCommand;
import dev.berth.domain.family.TaskDefinitionFamily;
import dev.berth.domain.taskdefinition.TaskDefinitionCommand;
import dev.berth.domain.taskdefinition.TaskShape;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Registers task definitions, so that the revisions that clients see have no gaps.
 *
 * <p>The definition is journaled first, under the number after the last one of its family. Then the
 * family counts it, and the API shows it. If the server stops between the two, the number is in
 * use, and the next registration or the reconciler makes the family count it.
 */
public final class TaskDefinitions {

    /** The number of concurrent registrations in a family that are tolerated. */
    private static final int ATTEMPTS = 100;

    /**
     * A definition without its revision.
     *
     * @param document as it was registered, as JSON
     * @param registeredBy an ARN
     */
    public record Registration(
            String family,
            String document,
            TaskShape shape,
            String registeredBy,
            Map<String, String> tags) {
        TaskDefinitionCommand.Register under(int revision) {
            return new TaskDefinitionCommand.Register(
                    family, revision, document, shape, registeredBy, tags);
        }
    }

    /** The result of a registration. */
    public sealed interface Outcome {
        record Registered(int revision) implements Outcome {}

        record Refused(ErrorCode code, String message) implements Outcome {}
    }

    /** Sends a command to an aggregate, and completes when this server's view shows the result. */
    @FunctionalInterface
    public interface Ask {
        <C extends Aggregate.Command> CompletionStage<Reply> ask(
                EntityAddress<C> address, C command);
    }

    private final Ask entities;
    private final Supplier<AccountSnapshot> account;

    /**
     * @param account returns the current state of the account
     */
    public TaskDefinitions(Ask entities, Supplier<AccountSnapshot> account) {
        this.entities = entities;
        this.account = account;
    }

    /** Completes when this server's view shows the revision; fails if the outcome is unknown. */
    public CompletionStage<Outcome> register(Registration registration) {
        var last =
                account.get()
                        .families()
                        .state(registration.family())
                        .map(TaskDefinitionFamily::lastRevision)
                        .orElse(0);
        return register(registration, last + 1, 1);
    }

    private CompletionStage<Outcome> register(
            Registration registration, int revision, int attempt) {
        var definition = AggregateKind.TASK_DEFINITION.at(registration.family() + ":" + revision);
        return entities.ask(definition, registration.under(revision))
                .thenCompose(
                        reply ->
                                switch (reply) {
                                    case Reply.Refused(var code, var message)
                                            when code != ErrorCode.CLIENT ->
                                            refused(code, message);
                                    // Another registration used the number.
                                    case Reply.Refused _ -> next(registration, revision, attempt);
                                    case Reply.Done done when done.events().isEmpty() ->
                                            next(registration, revision, attempt);
                                    case Reply.Done _ -> count(registration.family(), revision);
                                });
    }

    private CompletionStage<Outcome> count(String family, int revision) {
        return entities.ask(
                        AggregateKind.FAMILY.at(family),
                        new FamilyCommand.AddRevision(family, revision))
                .thenCompose(
                        reply ->
                                switch (reply) {
                                    case Reply.Done _ ->
                                            CompletableFuture.completedFuture(
                                                    new Outcome.Registered(revision));
                                    case Reply.Refused(var code, var message) ->
                                            refused(code, message);
                                });
    }

    /** The number is in use: the family counts it, and the next number is tried. */
    private CompletionStage<Outcome> next(Registration registration, int revision, int attempt) {
        if (attempt == ATTEMPTS) {
            return refused(
                    ErrorCode.CLIENT,
                    "Too many concurrent attempts to create a new revision of the specified"
                            + " family.");
        }
        return count(registration.family(), revision)
                .thenCompose(
                        counted ->
                                counted instanceof Outcome.Refused
                                        ? CompletableFuture.completedFuture(counted)
                                        : register(registration, revision + 1, attempt + 1));
    }

    private static CompletionStage<Outcome> refused(ErrorCode code, String message) {
        return CompletableFuture.completedFuture(new Outcome.Refused(code, message));
    }
}
