package dev.berth.domain.check;

import dev.berth.domain.service.ServiceSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The limits of a service that were in force in the last minutes.
 *
 * <p>The scheduler plans on a view that can be older than the journal, and a plan can take minutes
 * to execute. Each start and stop is therefore compared with the most permissive limits of {@link
 * #DELAY}.
 */
final class ServiceLimits {

    /**
     * The maximum time between the view on which an action was planned and the row that it leaves:
     * two launches that run into their timeout of 90 seconds.
     */
    static final Duration DELAY = Duration.ofMinutes(3);

    /**
     * @param row the {@code ordering} of the row that set them
     */
    record Limits(
            long row,
            Instant from,
            int desired,
            int minimumPercent,
            int maximumPercent,
            long graceSeconds) {

        long minimum() {
            return (desired * (long) minimumPercent + 99) / 100;
        }

        long maximum() {
            return desired * (long) maximumPercent / 100;
        }

        Limits desired(long by, Instant at, int count) {
            return new Limits(by, at, count, minimumPercent, maximumPercent, graceSeconds);
        }

        Limits settings(long by, Instant at, ServiceSettings settings) {
            return of(by, at, desired, settings);
        }

        static Limits of(long by, Instant at, int desired, ServiceSettings settings) {
            return new Limits(
                    by,
                    at,
                    desired,
                    settings.deployment().minimumHealthyPercent(),
                    settings.deployment().maximumPercent(),
                    settings.gracePeriodSeconds());
        }
    }

    private final List<Limits> history = new ArrayList<>();

    ServiceLimits(Limits first) {
        history.add(first);
    }

    Limits latest() {
        return history.getLast();
    }

    void set(Limits next) {
        history.add(next);
        while (history.size() > 1 && isOver(history.get(1), next.from())) {
            history.removeFirst();
        }
    }

    /** Whether the limits that were replaced by these cannot matter at that time. */
    private static boolean isOver(Limits next, Instant at) {
        return !next.from().isAfter(at.minus(DELAY));
    }

    private Stream<Limits> inForce(Instant at) {
        var first = 0;
        while (first + 1 < history.size() && isOver(history.get(first + 1), at)) {
            first++;
        }
        return history.subList(first, history.size()).stream();
    }

    Limits lowest(Instant at) {
        return inForce(at).reduce((a, b) -> b.minimum() <= a.minimum() ? b : a).orElseThrow();
    }

    Limits highest(Instant at) {
        return inForce(at).reduce((a, b) -> b.maximum() >= a.maximum() ? b : a).orElseThrow();
    }

    long longestGrace(Instant at) {
        return inForce(at).mapToLong(Limits::graceSeconds).max().orElse(0);
    }
}
