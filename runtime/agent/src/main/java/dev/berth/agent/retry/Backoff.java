package dev.berth.agent.retry;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Growing delays between attempts: each is 1.5 times the previous one, reduced randomly by up to a
 * fifth. For one thread.
 */
public final class Backoff {
    private final Duration first;
    private final Duration longest;
    private double millis;

    public Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
        reset();
    }

    /** Retries in seconds, for operations that a user waits for. */
    public static Backoff seconds() {
        return new Backoff(Duration.ofMillis(250), Duration.ofSeconds(5));
    }

    /** Starts again with the shortest delay. */
    public void reset() {
        millis = first.toMillis();
    }

    public void pause() throws InterruptedException {
        Thread.sleep(next());
    }

    Duration next() {
        var pause = millis * (1 - ThreadLocalRandom.current().nextDouble(0.2));
        millis = Math.min(millis * 1.5, longest.toMillis());
        return Duration.ofMillis((long) pause);
    }
}
