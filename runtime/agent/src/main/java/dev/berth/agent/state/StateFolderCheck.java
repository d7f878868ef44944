package dev.berth.agent.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether the state of another task can be saved: the file system has free space, and the
 * last write succeeded. Safe for several threads.
 */
public final class StateFolderCheck implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StateFolderCheck.class);
    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final long LEAST_BYTES = 1024 * 1024;
    private static final String PROBE = "probe";
    private static final int PROBE_BYTES = 64 * 1024;

    private final Path folder;
    private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean writeFailed;
    private volatile boolean fit = true;
    private volatile Instant changedAt = Instant.now();

    /** Starts the checks. */
    public StateFolderCheck(Path folder) {
        this.folder = folder;
        this.thread = Thread.ofVirtual().name("state folder check").start(this::run);
    }

    /** Whether the agent can accept more tasks. */
    public boolean isFit() {
        return fit;
    }

    /** The time of the last change. */
    public Instant changedAt() {
        return changedAt;
    }

    /** A write into the folder has failed. */
    public void failed() {
        writeFailed = true;
        change(false);
    }

    /** Sets a listener that is called when {@link #isFit} has changed; it must be fast. */
    public void whenChanged(Runnable listener) {
        listeners.add(listener);
    }

    private void run() {
        try {
            while (true) {
                check();
                Thread.sleep(BETWEEN);
            }
        } catch (InterruptedException e) {
            // The agent is closing.
        }
    }

    private void check() {
        try {
            var room = Files.getFileStore(folder).getUsableSpace() >= LEAST_BYTES;
            if (room && writeFailed) {
                AtomicFile.write(folder.resolve(PROBE), new byte[PROBE_BYTES]);
                AtomicFile.delete(folder.resolve(PROBE));
                writeFailed = false;
            }
            change(room && !writeFailed);
        } catch (IOException e) {
            change(false);
        }
    }

    private synchronized void change(boolean now) {
        if (fit == now) {
            return;
        }
        fit = now;
        changedAt = Instant.now();
        if (now) {
            log.info("The state folder has free space again; this agent accepts new tasks");
        } else {
            log.error(
                    "The state folder {} is full or cannot be written; this agent accepts no new"
                            + " tasks until it can be written",
                    folder);
        }
        listeners.forEach(Runnable::run);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
