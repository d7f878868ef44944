package dev.berth.agent.task.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Limits the number of concurrent starts to the current {@link StartLimit}, in the order of
 * arrival. Safe for several threads.
 */
public final class StartGate {
    private final Queue<CompletableFuture<Void>> waiting = new ArrayDeque<>();
    private StartLimit limit;
    private int inFlight;
    private int startsInWindow;
    private long windowOpened;

    StartGate(StartLimit limit) {
        this.limit = limit;
    }

    /**
     * Requests a start. The future completes when it is allowed; then {@link #leave} must be called
     * once.
     */
    public synchronized CompletableFuture<Void> enter() {
        var place = new CompletableFuture<Void>();
        waiting.add(place);
        admit();
        return place;
    }

    /** Cancels a waiting request, or returns an unused permission. */
    public synchronized void giveBack(CompletableFuture<Void> place) {
        if (!place.cancel(false)) {
            inFlight--;
            admit();
        }
    }

    /**
     * A start has ended.
     *
     * @param answered false if Docker did not answer
     */
    public synchronized void leave(boolean answered) {
        inFlight--;
        measure(answered);
        admit();
    }

    synchronized int limit() {
        return limit.limit();
    }

    private void measure(boolean answered) {
        if (!answered) {
            limit = limit.afterSilence();
            startsInWindow = 0;
        } else if (waiting.isEmpty()) {
            // A rate below the limit does not show the capacity of the host.
            startsInWindow = 0;
        } else if (startsInWindow++ == 0) {
            windowOpened = System.nanoTime();
        } else if (startsInWindow > limit.window()) {
            var span = Duration.ofNanos(System.nanoTime() - windowOpened);
            limit = limit.after(startsInWindow - 1, span);
            startsInWindow = 0;
        }
    }

    private void admit() {
        while (inFlight < limit.limit() && !waiting.isEmpty()) {
            if (waiting.remove().complete(null)) {
                inFlight++;
            }
        }
    }
}
