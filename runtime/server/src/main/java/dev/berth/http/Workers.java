package dev.berth.http;

import dev.berth.http.CallHandler.Lane;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Runs each request on a virtual thread. A limited number of requests of each lane run at the same
 * time; the others wait in the order of their arrival. The calls of agents have their own lane, so
 * that the calls of users cannot delay the reports of agents. No thread is interrupted, because it
 * may be using the database.
 */
final class Workers implements AutoCloseable {
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
    private final Map<Lane, Semaphore> turns = new EnumMap<>(Lane.class);

    /**
     * @param atOnce how many requests of each lane run at the same time
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

    /** Accepts no further requests; running requests continue to their end. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
