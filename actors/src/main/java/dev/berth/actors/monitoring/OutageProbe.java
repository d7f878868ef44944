package dev.berth.actors.monitoring;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Asks the database during an outage until it answers, so that no command of a client has to wait
 * to find out. Does nothing while there is no outage.
 */
public final class OutageProbe {
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final ActorSystem<?> system;
    private final JournalWatch watch;
    private final BooleanSupplier answers;
    private final Executor threads;

    private OutageProbe(ActorSystem<?> system, BooleanSupplier answers, Executor threads) {
        this.system = system;
        this.watch = JournalWatch.of(system);
        this.answers = answers;
        this.threads = threads;
    }

    /**
     * @param answers whether the database answers; may block for some seconds
     * @param threads where it may
     */
    public static void start(ActorSystem<?> system, BooleanSupplier answers, Executor threads) {
        var probe = new OutageProbe(system, answers, threads);
        probe.watch.whenOut(probe::askLater);
    }

    private void askLater() {
        system.scheduler().scheduleOnce(PAUSE, this::ask, system.executionContext());
    }

    private void ask() {
        CompletableFuture.supplyAsync(answers::getAsBoolean, threads)
                .whenComplete(
                        (answered, failure) -> {
                            if (failure == null && answered) {
                                watch.databaseAnswers();
                            } else {
                                askLater();
                            }
                        });
    }
}
