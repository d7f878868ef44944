package dev.berth.cli.installation;

import java.time.Duration;
import java.util.Optional;

/** Looks again and again until there is something to see. */
public final class Await {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private Await() {}

    @FunctionalInterface
    public interface Look<T> {
        Optional<T> look() throws Exception;
    }

    /** What was seen, or empty once the time is over. */
    public static <T> Optional<T> until(Duration timeout, Look<T> look) throws Exception {
        var deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            var seen = look.look();
            if (seen.isPresent() || System.nanoTime() - deadline >= 0) {
                return seen;
            }
            Thread.sleep(INTERVAL);
        }
    }
}
