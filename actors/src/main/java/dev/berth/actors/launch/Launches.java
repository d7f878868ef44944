package dev.berth.actors.launch;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Entities;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.failpoint.Failpoints;
import dev.berth.actors.launch.ClientTokens.Claim;
import dev.berth.actors.launch.ClientTokens.Key;
import dev.berth.actors.monitoring.Meter;
import dev.berth.actors.view.Views;
import dev.berth.domain.UnknownOutcomeException;
import dev.berth.domain.placement.Unfit;
import dev.berth.domain.task.TaskAnswer;
import dev.berth.domain.task.TaskCommand;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * Launches tasks with a client token: the same call launches its tasks once, however often it is
 * sent.
 *
 * <p>A call claims its token before the first reservation. A retry finds the claim. With other
 * parameters it conflicts; with the same, existing tasks are its answer, and ids that were never
 * launched are launched. A retry that overtakes its first call waits for it. A task that was
 * launched and is deleted is not launched again.
 */
public final class Launches {

    /** Longer than the API timeout, so that a retry finds the result of the first call. */
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private static final int ROUNDS = 5;

    /** The result of a call with a token. */
    public sealed interface Outcome {

        /**
         * @param gone ids of this call that were launched and are removed from the API
         */
        record Answered(LaunchResult result, List<String> gone) implements Outcome {}

        /** The token was used with other parameters, for these tasks. */
        record Conflict(List<String> taskIds) implements Outcome {}
    }

    private final Entities entities;
    private final Views views;
    private final ClientTokens tokens;
    private final Function<String, ActorRef<Launcher.Command>> launchers;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final Meter meter;
    private final Map<Key, CompletableFuture<Outcome>> running = new ConcurrentHashMap<>();

    /**
     * @param launchers the launcher of each ECS cluster
     */
    public Launches(
            Entities entities,
            Views views,
            ClientTokens tokens,
            Function<String, ActorRef<Launcher.Command>> launchers,
            Scheduler scheduler,
            InstantSource clock,
            Meter meter) {
        this.entities = entities;
        this.views = views;
        this.tokens = tokens;
        this.launchers = launchers;
        this.scheduler = scheduler;
        this.clock = clock;
        this.meter = meter;
    }

    /**
     * Launches with these ids only: an abandoned id is not launched. If the outcome is unknown, the
     * result fails, and the caller abandons the ids before it launches others.
     */
    public CompletionStage<LaunchResult> launch(LaunchRequest request, List<String> ids) {
        return ask(request, ids)
                .thenCompose(
                        reply ->
                                switch (reply) {
                                    case LaunchReply.Failed(var reason) -> failed(reason);
                                    case LaunchReply.Decided(var launched, var failures, _) ->
                                            decided(request, launched, failures);
                                });
    }

    /** Launches for a call without a token. */
    public CompletionStage<LaunchResult> launch(LaunchRequest request) {
        return launch(request, newIds(request.count()), Launches::newIdsFor, 1);
    }

    /**
     * @param fingerprint a digest of the call's parameters
     */
    public CompletionStage<Outcome> launch(LaunchRequest request, Key key, String fingerprint) {
        var unavailable = entities.unavailable();
        if (unavailable.isPresent()) {
            return CompletableFuture.failedStage(unavailable.get());
        }
        var mine = new CompletableFuture<Outcome>();
        var first = running.putIfAbsent(key, mine);
        if (first != null) {
            return first.handle((_, _) -> null).thenCompose(_ -> launch(request, key, fingerprint));
        }
        var asked = new Claim(key, fingerprint, newIds(request.count()), clock.instant());
        tokens.claim(asked)
                .thenCompose(held -> claimed(request, asked, held))
                .whenComplete(
                        (outcome, failure) -> {
                            running.remove(key, mine);
                            if (failure != null) {
                                mine.completeExceptionally(failure);
                            } else {
                                mine.complete(outcome);
                            }
                        });
        return mine.copy(); // a copy, so that one caller cannot complete it for the others
    }

    private CompletionStage<Outcome> claimed(LaunchRequest request, Claim asked, Claim held) {
        if (!held.fingerprint().equals(asked.fingerprint())) {
            return CompletableFuture.completedFuture(new Outcome.Conflict(held.taskIds()));
        }
        var replacement = new TokenIds(tokens, held);
        if (held.taskIds().equals(asked.taskIds())) {
            Failpoints.hit("token.claimed");
            return launch(request, held.taskIds(), replacement, 1)
                    .thenApply(result -> new Outcome.Answered(result, List.of()));
        }
        return retry(request, held, replacement);
    }

    private CompletionStage<Outcome> retry(
            LaunchRequest request, Claim held, IdReplacement replacement) {
        CompletionStage<Found> probed = CompletableFuture.completedFuture(new Found());
        for (var id : held.taskIds()) {
            probed =
                    probed.thenCompose(
                            found ->
                                    probe(request, id)
                                            .thenApply(reply -> found.with(request, id, reply)));
        }
        return probed.thenCompose(
                found ->
                        found.abandoned.isEmpty()
                                ? relaunch(request, found, replacement)
                                : replacement
                                        .replace(found.abandoned)
                                        .thenCompose(
                                                ids -> {
                                                    found.missing.addAll(ids);
                                                    return relaunch(request, found, replacement);
                                                }));
    }

    private CompletionStage<Outcome> relaunch(
            LaunchRequest request, Found found, IdReplacement replacement) {
        return found.missing.isEmpty()
                ? answered(new LaunchResult(found.existing, List.of()), found.gone)
                : launch(request, found.missing, replacement, 1)
                        .thenCompose(result -> answered(with(found.existing, result), found.gone));
    }

    /** The state of the task ids of an earlier call. */
    private final class Found {
        private final List<LaunchResult.Launched> existing = new ArrayList<>();
        private final List<String> gone = new ArrayList<>();
        private final List<String> missing = new ArrayList<>();
        private final List<String> abandoned = new ArrayList<>();

        Found with(LaunchRequest request, String id, Reply reply) {
            switch (reply) {
                case Reply.Done(_, _, TaskAnswer.NeverLaunched _) -> missing.add(id);
                case Reply.Done(_, _, TaskAnswer.GivenUp _) -> abandoned.add(id);
                case Reply.Done(long reached, _, TaskAnswer.LaunchedOn(_, boolean stopped)) -> {
                    if (stopped && !shown(request, id)) {
                        gone.add(id);
                    } else {
                        existing.add(new LaunchResult.Launched(id, reached));
                    }
                }
                case Reply.Done other -> throw new IllegalStateException(other.toString());
                case Reply.Refused refused -> throw new IllegalStateException(refused.message());
            }
            return this;
        }
    }

    private static CompletionStage<Outcome> answered(LaunchResult result, List<String> gone) {
        return CompletableFuture.completedFuture(new Outcome.Answered(result, List.copyOf(gone)));
    }

    private static LaunchResult with(List<LaunchResult.Launched> existing, LaunchResult result) {
        var all = new ArrayList<>(existing);
        all.addAll(result.launched());
        return new LaunchResult(all, result.failures());
    }

    private CompletionStage<Reply> probe(LaunchRequest request, String id) {
        return entities.ask(
                AggregateKind.TASK.at(request.template().cluster(), id),
                new TaskCommand.Probe(),
                0);
    }

    private boolean shown(LaunchRequest request, String id) {
        return views.cluster(request.template().cluster()).current().task(id).isPresent();
    }

    private CompletionStage<LaunchResult> launch(
            LaunchRequest request, List<String> ids, IdReplacement replacement, int round) {
        return ask(request, ids).thenCompose(reply -> decided(request, reply, replacement, round));
    }

    private CompletionStage<LaunchReply> ask(LaunchRequest request, List<String> ids) {
        return AskPattern.<Launcher.Command, LaunchReply>ask(
                launchers.apply(request.template().cluster()),
                replyTo -> new Launcher.Launch(request, ids, replyTo),
                TIMEOUT,
                scheduler);
    }

    private static CompletionStage<LaunchResult> failed(String reason) {
        return CompletableFuture.failedFuture(new UnknownOutcomeException(reason));
    }

    private CompletionStage<LaunchResult> decided(
            LaunchRequest request, List<LaunchResult.Launched> launched, List<Unfit> failures) {
        meter.launched(launched.size());
        failures.forEach(unfit -> meter.unplaced(unfit.reason()));
        return shown(request, new LaunchResult(launched, failures));
    }

    private CompletionStage<LaunchResult> decided(
            LaunchRequest request, LaunchReply reply, IdReplacement replacement, int round) {
        return switch (reply) {
            case LaunchReply.Failed(var reason) -> failed(reason);
            case LaunchReply.Decided(var launched, var failures, var abandoned) -> {
                var result = decided(request, launched, failures);
                if (abandoned.isEmpty()) {
                    yield result;
                }
                if (round == ROUNDS) {
                    yield CompletableFuture.failedFuture(
                            new UnknownOutcomeException(
                                    "The launch was given up " + ROUNDS + " times."));
                }
                yield result.thenCompose(
                        before ->
                                replacement
                                        .replace(abandoned)
                                        .thenCompose(
                                                fresh ->
                                                        launch(
                                                                request,
                                                                fresh,
                                                                replacement,
                                                                round + 1))
                                        .thenApply(after -> with(before.launched(), after)));
            }
        };
    }

    /**
     * The answer waits until this server's view shows the tasks, so that the caller reads its own
     * write.
     */
    private CompletionStage<LaunchResult> shown(LaunchRequest request, LaunchResult result) {
        var cluster = request.template().cluster();
        var all =
                result.launched().stream()
                        .map(
                                task ->
                                        views.await(
                                                        AggregateKind.TASK.at(
                                                                cluster, task.taskId()),
                                                        task.sequenceNumber())
                                                .toCompletableFuture())
                        .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(all).thenApply(_ -> result);
    }

    /** New ids for this number of tasks. */
    public static List<String> newIds(int count) {
        return IntStream.range(0, count).mapToObj(_ -> Ids.hex32()).toList();
    }

    private static CompletionStage<List<String>> newIdsFor(List<String> abandoned) {
        return CompletableFuture.completedFuture(newIds(abandoned.size()));
    }

    /**
     * Creates new ids for abandoned ones. The new ids are stored before they are used, if the old
     * ones are stored.
     */
    private interface IdReplacement {
        CompletionStage<List<String>> replace(List<String> abandoned);
    }

    /** Stores the ids under the token of the call. */
    private static final class TokenIds implements IdReplacement {
        private final ClientTokens tokens;
        private Claim claim;

        TokenIds(ClientTokens tokens, Claim claim) {
            this.tokens = tokens;
            this.claim = claim;
        }

        @Override
        public synchronized CompletionStage<List<String>> replace(List<String> abandoned) {
            var fresh = newIds(abandoned.size());
            var ids = new ArrayList<>(claim.taskIds());
            for (var i = 0; i < abandoned.size(); i++) {
                ids.set(ids.indexOf(abandoned.get(i)), fresh.get(i));
            }
            claim = new Claim(claim.key(), claim.fingerprint(), ids, claim.createdAt());
            return tokens.replace(claim).thenApply(_ -> fresh);
        }
    }
}
