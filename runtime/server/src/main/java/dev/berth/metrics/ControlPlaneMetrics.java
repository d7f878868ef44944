package dev.berth.metrics;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.monitoring.Meter;
import dev.berth.actors.monitoring.SweptRows;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The metrics of the control plane. Every series that is known in advance starts with 0, so that
 * the first failure is visible as an increase.
 */
final class ControlPlaneMetrics implements Meter {
    private static final int MOST_REASONS = 32;

    private final MeterRegistry registry;
    private final Map<String, Timer> writes = new HashMap<>();
    private final Map<String, Counter> events = new HashMap<>();
    private final Map<String, Counter> failures = new HashMap<>();
    private final BoundedLabel unplacedReasons = new BoundedLabel(MOST_REASONS);
    private final BoundedLabel refusedReasons = new BoundedLabel(MOST_REASONS);
    private final Timer viewWaits;
    private final Counter gapReads;
    private final Counter folds;
    private final Counter launched;
    private final Counter deletedTokens;
    private final Counter deletedTasks;
    private final Counter deletedDefinitions;
    private final Counter deletedEvents;

    ControlPlaneMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (var kind : AggregateKind.ALL) {
            var name = kind.name();
            writes.put(
                    name,
                    timer(
                                    "berth.journal.write",
                                    "From the decision to the acknowledgement of the journal")
                            .tag("aggregate", name)
                            .register(registry));
            events.put(name, counter("berth.journal.events", "Events written", "aggregate", name));
            failures.put(
                    name,
                    counter(
                            "berth.journal.write.failures",
                            "Writes that failed or whose outcome is unknown",
                            "aggregate",
                            name));
        }
        viewWaits =
                timer("berth.view.wait", "How long answers waited until the view showed the write")
                        .register(registry);
        gapReads =
                counter(
                        "berth.view.gap.reads",
                        "Times that a view read an aggregate's rows again because it had missed"
                                + " some");
        folds = counter("berth.view.refolds", "Times that a view was folded again");
        launched = counter("berth.tasks.launched", "Tasks that were launched");
        deletedTokens = deleted("client_token");
        deletedTasks = deleted("task");
        deletedDefinitions = deleted("task_definition");
        deletedEvents = deleted("event");
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    private Counter deleted(String what) {
        return counter(
                "berth.janitor.deleted",
                "Deleted by the janitor: tasks and definitions with all their rows, single events,"
                        + " tokens",
                "kind",
                what);
    }

    private static Timer.Builder timer(String name, String description) {
        return Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2));
    }

    @Override
    public void persisted(String kind, int number, long nanos) {
        writes.get(kind).record(nanos, TimeUnit.NANOSECONDS);
        events.get(kind).increment(number);
    }

    @Override
    public void notPersisted(String kind) {
        failures.get(kind).increment();
    }

    @Override
    public void waitedForView(long nanos) {
        viewWaits.record(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void gapRead() {
        gapReads.increment();
    }

    @Override
    public void folding() {
        folds.increment();
    }

    @Override
    public void launched(int tasks) {
        launched.increment(tasks);
    }

    @Override
    public void unplaced(String reason) {
        counter(
                        "berth.placement.failures",
                        "Failures in responses, by instance and reason",
                        "reason",
                        unplacedReasons.of(reason))
                .increment();
    }

    @Override
    public void reservationRefused(String reason) {
        counter(
                        "berth.reservations.refused",
                        "Reservations that instances refused; they are planned again",
                        "reason",
                        refusedReasons.of(reason))
                .increment();
    }

    @Override
    public void swept(SweptRows rows) {
        deletedTokens.increment(rows.tokens());
        deletedTasks.increment(rows.tasks());
        deletedDefinitions.increment(rows.definitions());
        deletedEvents.increment(rows.events());
    }
}
