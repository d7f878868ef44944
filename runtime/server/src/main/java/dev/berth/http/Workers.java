package dev.berth.http;

import dev.berth.http.CallHandler.Lane;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * A virtual thread for each request, of which a bounded number work at the same time; the others
 * wait their turn, first come first served. The calls of agents have turns of their own, so that
 * reports are taken however much users ask for. No thread is ever interrupted: it may be in the
 * database.
 */
final class Workers implements AutoCloseable {
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
    private final Map<Lane, Semaphore> turns = new EnumMap<>(Lane.class);

    /**
     * @param atOnce how many requests of each lane work at the same time
     */
    Workers(int atOnce) {
        for (var lane : Lane.values()) {
            turns.put(lane, new Semaphore(atOnce, true));
        }
    }

    /** Runs the requests of one lane. */
    Executor of(Lane lane) {
        var own = turns.get(lane);
        return work ->
                threads.execute(
                        () -> {
                            own.acquireUninterruptibly();
                            try {
                                work.run();
                            } finally {
                                own.release();
                            }
                        });
    }

    /** Lets what runs end, and takes no more. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
