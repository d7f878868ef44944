package dev.berth.events;

import dev.berth.events.EventSubscription.Batch;
import dev.berth.events.EventSubscription.Limits;
import dev.berth.plugin.events.EventDestination;
import dev.berth.pluginhost.events.EventSinks;
import dev.berth.pluginhost.events.EventSinks.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the events of one destination: each until it is accepted, those of one resource in order
 * and one at a time. The position in the journal is kept after each batch, so that after a restart
 * nothing is left out. A receiver that is down holds up its own events only; they wait in the
 * journal.
 */
final class EventDelivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventDelivery.class);
    private static final int AT_ONCE = 8;
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** What a delivery works with. */
    record Environment(
            EventHub hub,
            EventSinks sinks,
            DeliveryPositions positions,
            Executor jdbc,
            EventMeter meter,
            InstantSource clock,
            RetryRule retries) {}

    private final Target target;
    private final Environment environment;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private volatile EventSubscription subscription;
    private volatile Instant oldest;
    private volatile boolean isFailing;

    EventDelivery(Target target, Environment environment) {
        this.target = target;
        this.environment = environment;
    }

    /**
     * @param previous the delivery to the same destination that ends first, or null
     */
    void start(EventDelivery previous) {
        Thread.ofVirtual()
                .name("events " + target.name())
                .start(
                        () -> {
                            try {
                                if (previous != null) {
                                    previous.ended.await();
                                }
                                run();
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            } finally {
                                ended.countDown();
                            }
                        });
    }

    EventDestination destination() {
        return target.destination();
    }

    String name() {
        return target.name();
    }

    /** The age of the oldest event that the receiver has not accepted yet, in seconds. */
    double lag() {
        var since = oldest;
        return since == null
                ? 0
                : Math.max(
                        0,
                        Duration.between(since, environment.clock().instant()).toMillis()
                                / 1_000.0);
    }

    private void run() {
        while (!isClosing()) {
            try (var events = subscribe()) {
                send(events);
            } catch (ExecutionException | RejectedExecutionException e) {
                LOG.warn(
                        "Event destination {} waits for the database: {}",
                        target.name(),
                        e.toString());
                pause(PAUSE);
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                LOG.error("Event destination {} has failed and starts again", target.name(), e);
                pause(PAUSE);
            }
        }
    }

    private EventSubscription subscribe() throws ExecutionException, InterruptedException {
        var events =
                onDatabase(
                        () -> {
                            var kept = environment.positions().of(target);
                            var opened =
                                    environment
                                            .hub()
                                            .subscribe(kept.orElse(null), filter(), Limits.USUAL);
                            if (kept.isEmpty()) {
                                keepOrClose(opened);
                            }
                            return opened;
                        });
        subscription = events;
        if (isClosing()) {
            events.close();
        }
        return events;
    }

    /** A new destination begins now, also if the server is killed before the first event. */
    private void keepOrClose(EventSubscription opened) throws SQLException {
        try {
            environment.positions().keep(target, opened.position());
        } catch (SQLException e) {
            opened.close();
            throw e;
        }
    }

    private void send(EventSubscription events) throws ExecutionException, InterruptedException {
        var kept = -1L;
        Batch batch;
        do {
            batch = events.next().toCompletableFuture().get();
            deliver(batch);
            if (isClosing()) {
                return; // what was not delivered is read from the journal after the start
            }
            if (!batch.items().isEmpty()) {
                var position = batch.items().getLast().position();
                if (position != kept) {
                    onDatabase(
                            () -> {
                                environment.positions().keep(target, position);
                                return position;
                            });
                    kept = position;
                }
            }
        } while (batch.end() == null);
    }

    /** Returns when each event was accepted or dropped, or when this is closing. */
    private void deliver(Batch batch) throws InterruptedException {
        var byResource = new LinkedHashMap<Object, List<EventDocument>>();
        for (var item : batch.items()) {
            if (item.event() != null) {
                byResource
                        .computeIfAbsent(item.event().address(), _ -> new ArrayList<>())
                        .add(item.event());
            }
        }
        if (byResource.isEmpty()) {
            return;
        }
        oldest =
                byResource.values().stream()
                        .map(events -> events.getFirst().at())
                        .min(Instant::compareTo)
                        .orElseThrow();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var events : byResource.values()) {
                turns.acquire();
                threads.execute(
                        () -> {
                            try {
                                events.forEach(this::deliver);
                            } finally {
                                turns.release();
                            }
                        });
            }
        }
        oldest = null;
    }

    private void deliver(EventDocument event) {
        for (var attempt = 1; !isClosing(); attempt++) {
            var failure = attempt(event);
            if (failure == null) {
                succeeded();
                return;
            }
            if (isClosing()) {
                return;
            }
            failed(failure);
            if (environment.retries().isOver(event.at(), environment.clock().instant())) {
                environment.meter().dropped(target.name());
                LOG.error(
                        "Event destination {}: event {} is dropped after {} attempts: {}",
                        target.name(),
                        event.id(),
                        attempt,
                        failure);
                return;
            }
            var jitter = ThreadLocalRandom.current().nextDouble();
            pause(environment.retries().pause(attempt, jitter));
        }
    }

    /** Null if the receiver has accepted it. Each attempt uses the sink that is loaded then. */
    private String attempt(EventDocument event) {
        var now = environment.sinks().targets().get(target.name());
        if (now == null) {
            return "its plugin is not loaded";
        }
        try {
            now.sink().send(target.destination(), event.forSinks()).toCompletableFuture().get();
            return null;
        } catch (ExecutionException e) {
            return e.getCause().getMessage();
        } catch (InterruptedException _) {
            return "interrupted";
        }
    }

    private EventFilter filter() {
        var destination = target.destination();
        return new EventFilter(destination.clusters(), destination.detailTypes(), Set.of());
    }

    private void succeeded() {
        environment.meter().delivered(target.name());
        if (isFailing) {
            isFailing = false;
            LOG.info("Event destination {} accepts events again", target.name());
        }
    }

    /** Logs the first of several failures that follow each other. */
    private void failed(String failure) {
        environment.meter().failed(target.name());
        if (!isFailing) {
            isFailing = true;
            LOG.warn(
                    "Event destination {} does not accept events ({}); trying again",
                    target.name(),
                    failure);
        }
    }

    private <T> T onDatabase(Callable<T> work) throws ExecutionException, InterruptedException {
        var done = new CompletableFuture<T>();
        environment
                .jdbc()
                .execute(
                        () -> {
                            try {
                                done.complete(work.call());
                            } catch (Exception e) {
                                done.completeExceptionally(e);
                            }
                        });
        return done.get();
    }

    private void pause(Duration pause) {
        try {
            closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    /**
     * Attempts that are under way end by themselves. What they have sent is sent again by the next
     * delivery to this destination.
     */
    @Override
    public void close() {
        closing.countDown();
        var events = subscription;
        if (events != null) {
            events.close();
        }
    }
}
