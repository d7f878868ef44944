package dev.berth.actors.failpoint;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Places where a crash test may kill the process, around persisting, replying and side effects.
 *
 * <p>The environment variable {@code BERTH_FAILPOINT} arms one: {@code task.launched} at its first
 * hit, {@code task.launched:3} at its third. Nothing is flushed and no shutdown hook runs, as with
 * {@code kill -9}.
 */
public final class Failpoints {

    private static final String ARMED = System.getenv().getOrDefault("BERTH_FAILPOINT", "");
    private static final Map<String, AtomicInteger> HITS = new ConcurrentHashMap<>();

    private Failpoints() {}

    /** Whether any is armed. */
    public static boolean isArmed() {
        return !ARMED.isEmpty();
    }

    /** Kills the process if this failpoint is armed and due; else does nothing. */
    public static void hit(String name) {
        if (ARMED.isEmpty() || !ARMED.split(":")[0].equals(name)) {
            return;
        }
        var due = ARMED.contains(":") ? Integer.parseInt(ARMED.split(":")[1]) : 1;
        if (HITS.computeIfAbsent(name, _ -> new AtomicInteger()).incrementAndGet() == due) {
            Runtime.getRuntime().halt(137);
        }
    }
}
