package dev.berth.metrics;

import dev.berth.events.DetailType;
import dev.berth.events.EventMeter;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/** The metrics of events. Webhooks are named by the configuration, so their number is limited. */
final class EventMetrics implements EventMeter {
    private final MeterRegistry registry;
    private final Map<DetailType, Counter> announced = new EnumMap<>(DetailType.class);
    private final Counter cutOff;

    EventMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (var type : DetailType.values()) {
            announced.put(
                    type,
                    Counter.builder("berth.events.announced")
                            .description("Events that were made for streams and webhooks")
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
}
