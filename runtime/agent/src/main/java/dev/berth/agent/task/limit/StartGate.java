package dev.berth.agent.task.limit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Lets as many starts through at a time as its {@link StartLimit} says, first come, first served.
 * Any thread may call.
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
     * Asks for a start; the future completes when it is allowed, and {@link #leave} is then called
     * once.
     */
    public synchronized CompletableFuture<Void> enter() {
        var place = new CompletableFuture<Void>();
        waiting.add(place);
        admit();
        return place;
    }

    /** Gives up a place in the queue, or the right to start that it led to meanwhile. */
    public synchronized void giveBack(CompletableFuture<Void> place) {
        if (!place.cancel(false)) {
            inFlight--;
            admit();
        }
    }

    /**
     * A start has ended.
     *
     * @param answered false if Docker gave no answer
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
            // Fewer starts than the host could do say nothing about what it can do.
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
