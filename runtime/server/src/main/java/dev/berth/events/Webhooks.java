package dev.berth.events;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.journal.ServerFacts;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** All webhooks of a server. */
public final class Webhooks implements AutoCloseable {
    private final List<WebhookDelivery> deliveries;

    private Webhooks(List<WebhookDelivery> deliveries) {
        this.deliveries = deliveries;
    }

    /** Starts to send. */
    public static Webhooks start(
            List<Webhook> webhooks, EventHub hub, ControlPlane plane, EventMeter meter) {
        return start(webhooks, hub, plane, meter, RetryRule.USUAL);
    }

    static Webhooks start(
            List<Webhook> webhooks,
            EventHub hub,
            ControlPlane plane,
            EventMeter meter,
            RetryRule retries) {
        var environment =
                new WebhookDelivery.Environment(
                        hub,
                        new WebhookPositions(new ServerFacts(plane.database())),
                        plane.database().threads(),
                        meter,
                        plane.clock(),
                        retries);
        var deliveries =
                webhooks.stream().map(each -> new WebhookDelivery(each, environment)).toList();
        deliveries.forEach(WebhookDelivery::start);
        return new Webhooks(deliveries);
    }

    public List<String> names() {
        return deliveries.stream().map(WebhookDelivery::name).toList();
    }

    /** The age of the oldest event that this webhook's receiver has not accepted, in seconds. */
    public ToDoubleFunction<Webhooks> lag(String name) {
        var delivery =
                deliveries.stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        return _ -> delivery.lag();
    }

    @Override
    public void close() {
        deliveries.forEach(WebhookDelivery::close);
    }
}
