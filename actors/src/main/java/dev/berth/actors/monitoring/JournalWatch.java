package dev.berth.actors.monitoring;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;
import org.apache.pekko.pattern.CircuitBreakerOpenException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Observes the journal writes of all actors of a system. It logs one line when the database stops
 * answering and one when it answers again, and decides when commands are refused instead of queued.
 *
 * <p>The limits depend on each other: a write that fails or takes 10 seconds counts for Pekko's
 * circuit breaker, which opens after ten of them and tries again each second. Commands are refused
 * earlier, when the oldest write has waited for {@link #MAX_WAIT}.
 */
public final class JournalWatch implements Extension {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWatch.class);

    /** While the oldest write has waited longer, new commands are refused. */
    static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private static final Duration SAME_LINE_APART = Duration.ofMinutes(1);

    private static final long NEVER = Long.MIN_VALUE;

    private static final ExtensionId<JournalWatch> ID =
            new ExtensionId<>() {
                @Override
                public JournalWatch createExtension(ActorSystem<?> system) {
                    return new JournalWatch(System::nanoTime);
                }
            };

    /** Whether a command can be carried out now. */
    public enum Health {
        GOOD,
        /** Writes queue up: the server is overloaded. */
        SLOW,
        /** The database does not answer. */
        OUT
    }

    private final LongSupplier nanos;
    private final AtomicLong numbers = new AtomicLong();

    /** When each write that is under way began, by its number. */
    private final ConcurrentSkipListMap<Long, Long> underWay = new ConcurrentSkipListMap<>();

    private long outSince = NEVER;
    private String lastLine;
    private long lastLogged;
    private volatile boolean isRefusing;
    private Runnable whenOut = () -> {};

    JournalWatch(LongSupplier nanos) {
        this.nanos = nanos;
    }

    public static JournalWatch of(ActorSystem<?> system) {
        return system.registerExtension(ID);
    }

    public Health health() {
        if (isRefusing) {
            return Health.OUT;
        }
        Map.Entry<Long, Long> oldest = underWay.firstEntry();
        return oldest != null && nanos.getAsLong() - oldest.getValue() > MAX_WAIT.toNanos()
                ? Health.SLOW
                : Health.GOOD;
    }

    /** A write begins; the number is for {@link #ended}. */
    public long began() {
        var number = numbers.incrementAndGet();
        underWay.put(number, nanos.getAsLong());
        return number;
    }

    /**
     * The write is over.
     *
     * @param failure null if it succeeded
     */
    public void ended(long number, Throwable failure) {
        underWay.remove(number);
        if (failure == null) {
            answered();
        } else {
            failed("written to", failure);
        }
    }

    /** An aggregate's rows could not be read when it was started. */
    public void notRead(Throwable failure) {
        failed("read", failure);
    }

    /**
     * An aggregate could not persist. Where the write reached the journal, its failure is logged
     * already.
     */
    public synchronized void notPersisted() {
        if (outSince != NEVER) {
            refuse();
        }
    }

    /** What asks the database from the beginning of an outage on until it answers. */
    synchronized void whenOut(Runnable probe) {
        whenOut = probe;
    }

    /** The database answers a question, so that commands are worth a try. */
    synchronized void databaseAnswers() {
        isRefusing = false;
    }

    private void refuse() {
        if (!isRefusing) {
            isRefusing = true;
            whenOut.run();
        }
    }

    private synchronized void answered() {
        if (outSince != NEVER) {
            LOG.info(
                    "The database answers again after {} s",
                    Duration.ofNanos(nanos.getAsLong() - outSince).toSeconds());
            outSince = NEVER;
            isRefusing = false;
        }
    }

    private synchronized void failed(String what, Throwable failure) {
        if (!isOutage(failure)) {
            logAnswer(what, DatabaseFailure.line(failure));
            return;
        }
        refuse();
        if (outSince == NEVER) {
            outSince = nanos.getAsLong();
            LOG.error(
                    "The database does not answer, so nothing can be written until it does: {}",
                    DatabaseFailure.line(failure));
        }
    }

    /**
     * An aggregate that cannot be read is started again and again: a line is logged once a minute.
     */
    private void logAnswer(String what, String line) {
        var now = nanos.getAsLong();
        if (!line.equals(lastLine) || now - lastLogged > SAME_LINE_APART.toNanos()) {
            LOG.error("The journal could not be {}: {}", what, line);
            lastLine = line;
            lastLogged = now;
        }
    }

    /** A refused statement, such as a duplicate key, is not an outage; nor is an invalid row. */
    private static boolean isOutage(Throwable failure) {
        var cause = DatabaseFailure.cause(failure);
        return cause instanceof SQLException sql
                ? !DatabaseFailure.isAnswer(sql)
                : cause instanceof TimeoutException
                        || cause instanceof RejectedExecutionException
                        || cause instanceof CircuitBreakerOpenException;
    }
}
