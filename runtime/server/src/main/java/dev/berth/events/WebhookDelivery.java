package dev.berth.events;

import dev.berth.events.EventSubscription.Batch;
import dev.berth.events.EventSubscription.Limits;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
 * Sends the events of one webhook: each until it is accepted, those of one resource in order and
 * one at a time. The position in the journal is kept after each batch, so that after a restart
 * nothing is left out. A receiver that is down holds up its own events only; they wait in the
 * journal.
 */
final class WebhookDelivery implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookDelivery.class);
    private static final int AT_ONCE = 8;
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** What a delivery works with. */
    record Environment(
            EventHub hub,
            WebhookPositions positions,
            Executor jdbc,
            EventMeter meter,
            InstantSource clock,
            RetryRule retries) {}

    private final Webhook webhook;
    private final Environment environment;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .connectTimeout(TIMEOUT)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private volatile EventSubscription subscription;
    private volatile Instant oldest;
    private volatile boolean isFailing;

    WebhookDelivery(Webhook webhook, Environment environment) {
        this.webhook = webhook;
        this.environment = environment;
    }

    void start() {
        Thread.ofVirtual().name("webhook-" + webhook.name()).start(this::run);
    }

    String name() {
        return webhook.name();
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
                LOG.warn("Webhook {} waits for the database: {}", webhook.name(), e.toString());
                pause(PAUSE);
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                LOG.error("Webhook {} has failed and starts again", webhook.name(), e);
                pause(PAUSE);
            }
        }
    }

    private EventSubscription subscribe() throws ExecutionException, InterruptedException {
        var events =
                onDatabase(
                        () -> {
                            var kept = environment.positions().of(webhook);
                            var opened =
                                    environment
                                            .hub()
                                            .subscribe(
                                                    kept.orElse(null),
                                                    webhook.filter(),
                                                    Limits.USUAL);
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

    /** A new webhook begins now, also if the server is killed before the first event. */
    private void keepOrClose(EventSubscription opened) throws SQLException {
        try {
            environment.positions().keep(webhook, opened.position());
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
                                environment.positions().keep(webhook, position);
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
                environment.meter().dropped(webhook.name());
                LOG.error(
                        "Webhook {}: event {} is dropped after {} attempts: {}",
                        webhook.name(),
                        event.id(),
                        attempt,
                        failure);
                return;
            }
            var jitter = ThreadLocalRandom.current().nextDouble();
            pause(environment.retries().pause(attempt, jitter));
        }
    }

    /** Null where the receiver has accepted it. */
    private String attempt(EventDocument event) {
        var seconds = environment.clock().instant().getEpochSecond();
        var request =
                HttpRequest.newBuilder(webhook.url())
                        .timeout(TIMEOUT)
                        .header("Content-Type", "application/json")
                        .header("User-Agent", "Berth")
                        .header("webhook-id", event.id())
                        .header("webhook-timestamp", Long.toString(seconds))
                        .header(
                                "webhook-signature",
                                WebhookSignature.of(
                                        webhook.secret(), event.id(), seconds, event.json()))
                        .POST(BodyPublishers.ofString(event.json()))
                        .build();
        try {
            var status = http.send(request, BodyHandlers.discarding()).statusCode();
            return status / 100 == 2 ? null : "status " + status;
        } catch (IOException e) {
            return e.getClass().getSimpleName(); // its message may hold the URL
        } catch (InterruptedException _) {
            return "interrupted";
        }
    }

    private void succeeded() {
        environment.meter().delivered(webhook.name());
        if (isFailing) {
            isFailing = false;
            LOG.info("Webhook {} accepts events again", webhook.name());
        }
    }

    /** Logs the first of several failures that follow each other. */
    private void failed(String failure) {
        environment.meter().failed(webhook.name());
        if (!isFailing) {
            isFailing = true;
            LOG.warn(
                    "Webhook {} does not accept events ({}); trying again",
                    webhook.name(),
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

    /** Attempts that are under way are abandoned; they are repeated after the next start. */
    @Override
    public void close() {
        closing.countDown();
        var events = subscription;
        if (events != null) {
            events.close();
        }
        http.shutdownNow();
    }
}
