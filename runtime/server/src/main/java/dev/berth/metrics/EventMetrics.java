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

    /** A webhook of the configuration; its series start with 0. */
    void known(String webhook) {
        attempts(webhook, "delivered");
        attempts(webhook, "failed");
        droppedEvents(webhook);
    }

    @Override
    public void delivered(String webhook) {
        attempts(webhook, "delivered").increment();
    }

    @Override
    public void failed(String webhook) {
        attempts(webhook, "failed").increment();
    }

    @Override
    public void dropped(String webhook) {
        droppedEvents(webhook).increment();
    }

    private Counter attempts(String webhook, String outcome) {
        return Counter.builder("berth.webhook.attempts")
                .description("Attempts to deliver events")
                .tag("webhook", webhook)
                .tag("outcome", outcome)
                .register(registry);
    }

    private Counter droppedEvents(String webhook) {
        return Counter.builder("berth.webhook.dropped")
                .description("Events that no attempt has delivered within a day")
                .tag("webhook", webhook)
                .register(registry);
    }
}
