package dev.berth.actors.orchestrate;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.domain.Reconciliation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one {@link Reconciler}: plans the keys that have changed, carries out the actions, and plans
 * every key again on a slow tick.
 *
 * <p>A change is planned at once; changes that arrive during a pass are planned together in the
 * next one. No key is planned while its actions are carried out. A key whose plan or action failed
 * is planned again after a pause that doubles with each failure. This state is kept over a restart
 * of the actor; after a restart of the server every key is planned.
 */
public final class ReconcilerLoop<W, K, A> {

    private static final Logger LOG = LoggerFactory.getLogger(ReconcilerLoop.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

    public sealed interface Command<K> {}

    private record Changed<K>(Set<K> keys) implements Command<K> {}

    private record Tick<K>() implements Command<K> {}

    private record Pass<K>() implements Command<K> {}

    private record CarriedOut<K>(K key, CompletableFuture<?> actions, Throwable failure)
            implements Command<K> {}

    /** The state that is kept over a restart of the actor. */
    private record Queues<K>(KeyQueue<K> queue, Map<K, CompletableFuture<?>> running) {}

    private final ActorContext<Command<K>> context;
    private final TimerScheduler<Command<K>> timers;
    private final Reconciler<W, K, A> reconciler;
    private final SnapshotSource<W> source;
    private final Commands commands;
    private final InstantSource clock;
    private final Timing timing;
    private final KeyQueue<K> queue;
    private final Map<K, CompletableFuture<?>> running;
    private boolean passComing;
    private long lastWarning;
    private int unsaid;

    /** Creates the loop, which restarts after a failure. */
    public static <W, K, A> Behavior<Command<K>> create(
            Reconciler<W, K, A> reconciler,
            SnapshotSource<W> source,
            Commands commands,
            InstantSource clock,
            Timing timing) {
        var kept = new Queues<K>(new KeyQueue<>(timing::pause), new HashMap<>());
        Behavior<Command<K>> loop =
                Behaviors.setup(
                        context ->
                                Behaviors.withTimers(
                                        timers ->
                                                new ReconcilerLoop<>(
                                                                context,
                                                                timers,
                                                                reconciler,
                                                                source,
                                                                commands,
                                                                clock,
                                                                timing,
                                                                kept)
                                                        .start()));
        return Behaviors.supervise(loop)
                .onFailure(
                        SupervisorStrategy.restartWithBackoff(
                                timing.firstPause(), timing.longestPause(), 0.2));
    }

    private ReconcilerLoop(
            ActorContext<Command<K>> context,
            TimerScheduler<Command<K>> timers,
            Reconciler<W, K, A> reconciler,
            SnapshotSource<W> source,
            Commands commands,
            InstantSource clock,
            Timing timing,
            Queues<K> kept) {
        this.context = context;
        this.timers = timers;
        this.reconciler = reconciler;
        this.source = source;
        this.commands = commands;
        this.clock = clock;
        this.timing = timing;
        this.queue = kept.queue();
        this.running = kept.running();
        this.lastWarning = System.nanoTime() - BETWEEN_WARNINGS.toNanos();
    }

    private Behavior<Command<K>> start() {
        running.forEach(this::await);
        var self = context.getSelf();
        var subscription = source.subscribe(this::changed, () -> self.tell(new Tick<>()));
        timers.startTimerWithFixedDelay(new Tick<>(), timing.tick());
        return Behaviors.receive(
                (_, message) -> {
                    onMessage(message);
                    return Behaviors.same();
                },
                (_, signal) -> {
                    if (signal instanceof PreRestart || signal instanceof PostStop) {
                        subscription.close();
                    }
                    return Behaviors.same();
                });
    }

    /** Called in the view's thread, so it must not throw. */
    private void changed(EntityAddress<?> address, W snapshot) {
        try {
            var keys = reconciler.keys(address, snapshot);
            if (!keys.isEmpty()) {
                context.getSelf().tell(new Changed<>(keys));
            }
        } catch (RuntimeException e) {
            LOG.error(
                    "{}: the keys that a change of {} affects could not be determined",
                    reconciler.name(),
                    address,
                    e);
            context.getSelf().tell(new Tick<>());
        }
    }

    private void onMessage(Command<K> message) {
        switch (message) {
            case Changed<K>(var keys) -> mark(keys);
            case Tick<K> _ -> mark(reconciler.allKeys(source.current()));
            case Pass<K> _ -> pass();
            case CarriedOut<K>(var key, var actions, var failure) -> {
                // Actions from before a restart of the actor complete twice.
                if (running.remove(key, actions)) {
                    carriedOut(key, failure);
                }
            }
        }
    }

    private void mark(Set<K> keys) {
        keys.forEach(queue::mark);
        comePass();
    }

    /** Enqueues a pass behind the messages in the mailbox, so that one pass handles all of them. */
    private void comePass() {
        if (!passComing) {
            passComing = true;
            context.getSelf().tell(new Pass<>());
        }
    }

    private void pass() {
        passComing = false;
        var snapshot = source.current();
        var now = clock.instant();
        for (var key = queue.next(System.nanoTime());
                key.isPresent();
                key = queue.next(System.nanoTime())) {
            plan(snapshot, key.get(), now);
        }
        queue.nextAlarm().ifPresent(this::passAt);
    }

    private void passAt(long nanos) {
        var wait = Math.max(nanos - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(1));
        timers.startSingleTimer(new Pass<>(), Duration.ofNanos(wait));
    }

    private void plan(W snapshot, K key, Instant now) {
        Reconciliation<A> planned;
        try {
            planned = reconciler.plan(snapshot, key, now);
        } catch (RuntimeException e) {
            LOG.error("{}: planning {} failed", reconciler.name(), key, e);
            queue.failed(key, System.nanoTime());
            return;
        }
        planAgain(key, planned.planAgainAt(), now);
        if (planned.actions().isEmpty()) {
            queue.succeeded(key);
            return;
        }
        queue.begin(key);
        if (planned.actions().stream().anyMatch(reconciler::prepares)) {
            queue.mark(key);
        }
        var actions =
                CompletableFuture.allOf(
                        planned.actions().stream()
                                .map(this::carryOut)
                                .toArray(CompletableFuture[]::new));
        running.put(key, actions);
        await(key, actions);
    }

    private void planAgain(K key, Instant at, Instant now) {
        if (at == null) {
            queue.neverWake(key);
        } else {
            // A plan that asks for a time in the past must not cause a busy loop.
            var wait = at.isAfter(now) ? Duration.between(now, at) : timing.firstPause();
            queue.wakeAt(key, System.nanoTime() + wait.toNanos());
        }
    }

    private CompletableFuture<?> carryOut(A action) {
        CompletionStage<?> stage;
        try {
            stage = reconciler.carryOut(action, commands);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        return stage.toCompletableFuture()
                .copy()
                .orTimeout(timing.deadline().toMillis(), TimeUnit.MILLISECONDS);
    }

    private void await(K key, CompletableFuture<?> actions) {
        context.pipeToSelf(actions, (_, failure) -> new CarriedOut<>(key, actions, failure));
    }

    private void carriedOut(K key, Throwable failure) {
        if (failure == null) {
            queue.succeeded(key);
        } else {
            warn(key, queue.failed(key, System.nanoTime()), failure);
        }
        comePass();
    }

    /** Logs at most one line in a while, because an unavailable journal fails every key. */
    private void warn(K key, Duration pause, Throwable failure) {
        if (System.nanoTime() - lastWarning < BETWEEN_WARNINGS.toNanos()) {
            unsaid++;
            return;
        }
        LOG.warn(
                "{}: an action for {} failed and is planned again in {} s ({} more failures since"
                        + " the last such line): {}",
                reconciler.name(),
                key,
                pause.toSeconds(),
                unsaid,
                failure.toString());
        lastWarning = System.nanoTime();
        unsaid = 0;
    }
}
