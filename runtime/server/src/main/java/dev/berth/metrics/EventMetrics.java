package dev.berth.metrics;

import dev.berth.events.EventMeter;
import dev.berth.plugin.events.DetailType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * The metrics of events. Destinations are named by the configuration, so their number is limited.
 */
final class EventMetrics implements EventMeter {
    private final MeterRegistry registry;
    private final Map<DetailType, Counter> announced = new EnumMap<>(DetailType.class);
    private final Map<String, Gauge> lags = new ConcurrentHashMap<>();
    private final Counter cutOff;

    EventMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (var type : DetailType.values()) {
            announced.put(
                    type,
                    Counter.builder("berth.events.announced")
                            .description("Events that were made for streams and event sinks")
                            .tag("type", type.wireName())
                            .register(registry));
        }
        cutOff =
                Counter.builder("berth.events.streams.cut")
                        .description(
                                "Streams that ended because the reader was too slow or events were lost")
                        .register(registry);
    }

    @Override
    public void announced(DetailType type) {
        announced.get(type).increment();
    }

    @Override
    public void cutOff() {
        cutOff.increment();
    }

    /** The series of a destination start with 0. */
    @Override
    public void started(String destination, DoubleSupplier lag) {
        attempts(destination, "delivered");
        attempts(destination, "failed");
        droppedEvents(destination);
        lags.put(
                destination,
                Gauge.builder("berth.events.lag", lag::getAsDouble)
                        .description("The age of the oldest event that was not accepted")
                        .baseUnit("seconds")
                        .tag("destination", destination)
                        .strongReference(true)
                        .register(registry));
    }

    @Override
    public void ended(String destination) {
        registry.remove(lags.remove(destination));
    }

    @Override
    public void delivered(String destination) {
        attempts(destination, "delivered").increment();
    }

    @Override
    public void failed(String destination) {
        attempts(destination, "failed").increment();
    }

    @Override
    public void dropped(String destination) {
        droppedEvents(destination).increment();
    }

    private Counter attempts(String destination, String outcome) {
        return Counter.builder("berth.events.attempts")
                .description("Attempts to deliver events")
                .tag("destination", destination)
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter droppedEvents(String destination) {
        return Counter.builder("berth.events.dropped")
                .description("Events that no attempt has delivered within a day")
                .tag("destination", destination)
                .register(registry);
    }
}
