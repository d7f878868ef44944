package dev.berth.metrics;

import dev.berth.wire.AnsweredCall;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** AWS calls by operation and outcome, and how long they took by operation. */
final class CallMetrics implements Consumer<AnsweredCall> {
    private enum Outcome {
        OK,
        REFUSED,
        FAILED;

        static Outcome of(AnsweredCall call) {
            return call.succeeded() ? OK : call.status() < 500 ? REFUSED : FAILED;
        }
    }

    private record Kind(String operation, Outcome outcome) {}

    private final MeterRegistry registry;
    private final Map<Kind, Counter> counters = new ConcurrentHashMap<>();
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();

    CallMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void accept(AnsweredCall call) {
        counters.computeIfAbsent(new Kind(call.operation(), Outcome.of(call)), this::counter)
                .increment();
        timers.computeIfAbsent(call.operation(), this::timer).record(call.took());
    }

    private Counter counter(Kind kind) {
        return Counter.builder("berth.requests")
                .description("AWS calls that were answered")
                .tag("operation", kind.operation())
                .tag("outcome", kind.outcome().name().toLowerCase(java.util.Locale.ROOT))
                .register(registry);
    }

    private Timer timer(String operation) {
        return Timer.builder("berth.request.duration")
                .description("From a call's last byte to its answer")
                .tag("operation", operation)
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(20),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(10))
                .register(registry);
    }
}
