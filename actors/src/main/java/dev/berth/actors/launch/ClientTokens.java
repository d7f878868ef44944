package dev.berth.actors.launch;

import dev.berth.actors.journal.TokenRows;
import dev.berth.actors.monitoring.DatabaseFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores client tokens. A token is durable before anything is reserved for its call. One thread
 * writes; all writes that arrive during a transaction are combined in the next one.
 */
public final class ClientTokens implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ClientTokens.class);
    private static final int BATCH = 200;
    private static final int WAITING = 10_000;

    /** Identifies one call. */
    public record Key(String cluster, String operation, String token) {}

    /**
     * The value of a key.
     *
     * @param fingerprint a digest of the call's parameters
     */
    public record Claim(Key key, String fingerprint, List<String> taskIds, Instant createdAt) {
        public Claim {
            taskIds = List.copyOf(taskIds);
        }
    }

    private record Work(Claim claim, boolean replace, CompletableFuture<Claim> held) {}

    /** The last element of the queue. */
    private static final Work END = new Work(null, false, null);

    private final TokenRows rows;
    private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
    private final Thread writer;
    private final AtomicLong held = new AtomicLong();
    private boolean closed;

    public ClientTokens(TokenRows rows) {
        this.rows = rows;
        // A platform thread that is never interrupted: it is in JDBC most of the time.
        this.writer = Thread.ofPlatform().name("berth-tokens").daemon().start(this::run);
    }

    /** The number of tokens, as counted by this process: see {@link #count}. */
    public long held() {
        return held.get();
    }

    /** Counts the rows. Blocks; done at the start and whenever some were deleted. */
    public void count() throws SQLException {
        held.set(rows.count());
    }

    /** The value of the key afterwards: this claim if it is the first, else the earlier one. */
    public CompletionStage<Claim> claim(Claim claim) {
        return enqueue(new Work(claim, false, new CompletableFuture<>()));
    }

    /** Puts these task ids under a key that was claimed before. */
    public CompletionStage<Claim> replace(Claim claim) {
        return enqueue(new Work(claim, true, new CompletableFuture<>()));
    }

    private synchronized CompletionStage<Claim> enqueue(Work work) {
        if (closed || queue.size() >= WAITING) {
            work.held()
                    .completeExceptionally(
                            new IllegalStateException(
                                    "The server is busy or stopping; try again."));
        } else {
            queue.add(work);
        }
        return work.held();
    }

    private void run() {
        var batch = new ArrayList<Work>();
        while (true) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException e) {
                return;
            }
            queue.drainTo(batch, BATCH - 1);
            var ended = batch.remove(END);
            if (!batch.isEmpty()) {
                write(batch);
            }
            if (ended) {
                return;
            }
            batch.clear();
        }
    }

    private void write(List<Work> batch) {
        try {
            var held =
                    rows.write(
                            batch.stream()
                                    .map(w -> new TokenRows.Write(row(w.claim()), w.replace()))
                                    .toList());
            for (var i = 0; i < batch.size(); i++) {
                var asked = batch.get(i);
                var stands = claim(held.get(i));
                if (!asked.replace() && stands.taskIds().equals(asked.claim().taskIds())) {
                    this.held.incrementAndGet();
                }
                asked.held().complete(stands);
            }
        } catch (SQLException | RuntimeException e) {
            LOG.warn("Client tokens could not be written: {}", DatabaseFailure.line(e));
            batch.forEach(work -> work.held().completeExceptionally(e));
        }
    }

    private static TokenRows.Row row(Claim claim) {
        var key = claim.key();
        return new TokenRows.Row(
                key.cluster(),
                key.operation(),
                key.token(),
                claim.fingerprint(),
                String.join(",", claim.taskIds()),
                claim.createdAt().toEpochMilli());
    }

    private static Claim claim(TokenRows.Row row) {
        return new Claim(
                new Key(row.cluster(), row.operation(), row.token()),
                row.fingerprint(),
                List.of(row.taskIds().split(",")),
                Instant.ofEpochMilli(row.createdAt()));
    }

    /** Writes what was asked for before, and refuses what comes later. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            queue.add(END);
        }
        try {
            writer.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
