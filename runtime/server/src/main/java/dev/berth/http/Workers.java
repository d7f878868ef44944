package dev.berth.http;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * A virtual thread for each request, of which a bounded number work at the same time; the others
 * wait their turn, first come first served. No thread is ever interrupted: it may be in the
 * database.
 */
final class Workers implements Executor, AutoCloseable {
    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory());
    private final Semaphore turns;

    Workers(int atOnce) {
        turns = new Semaphore(atOnce, true);
    }

    @Override
    public void execute(Runnable work) {
        threads.execute(
                () -> {
                    turns.acquireUninterruptibly();
                    try {
                        work.run();
                    } finally {
                        turns.release();
                    }
                });
    }

    /** Lets what runs end, and takes no more. */
    @Override
    public void close() {
        threads.shutdown();
    }
}
