package dev.berth.events;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.journal.ServerFacts;
import dev.berth.pluginhost.events.EventSinks;
import java.util.HashMap;
import java.util.Map;

/**
 * Sends events to the destinations of all event sinks. Destinations come and go with the settings
 * and the plugins; one that stays the same is not interrupted.
 */
public final class EventDeliveries implements AutoCloseable {
    private final EventSinks sinks;
    private final EventDelivery.Environment environment;
    private final Map<String, EventDelivery> running = new HashMap<>();

    /** The deliveries that ended, so that the next one of the same name can wait for them. */
    private final Map<String, EventDelivery> ended = new HashMap<>();

    private boolean isClosed;

    private EventDeliveries(EventSinks sinks, EventDelivery.Environment environment) {
        this.sinks = sinks;
        this.environment = environment;
    }

    /** Starts to send. */
    public static EventDeliveries start(
            EventSinks sinks, EventHub hub, ControlPlane plane, EventMeter meter) {
        return start(sinks, hub, plane, meter, RetryRule.USUAL);
    }

    static EventDeliveries start(
            EventSinks sinks,
            EventHub hub,
            ControlPlane plane,
            EventMeter meter,
            RetryRule retries) {
        var deliveries =
                new EventDeliveries(
                        sinks,
                        new EventDelivery.Environment(
                                hub,
                                sinks,
                                new DeliveryPositions(new ServerFacts(plane.database())),
                                plane.database().threads(),
                                meter,
                                plane.clock(),
                                retries));
        sinks.onChange(deliveries::follow);
        deliveries.follow();
        return deliveries;
    }

    /** Starts and ends deliveries so that there is one for each destination. */
    private synchronized void follow() {
        if (isClosed) {
            return;
        }
        var targets = sinks.targets();
        for (var delivery : running.values().toArray(EventDelivery[]::new)) {
            var target = targets.get(delivery.name());
            if (target == null || !target.destination().equals(delivery.destination())) {
                end(delivery);
            }
        }
        for (var target : targets.values()) {
            if (!running.containsKey(target.name())) {
                var delivery = new EventDelivery(target, environment);
                running.put(target.name(), delivery);
                environment.meter().started(target.name(), delivery::lag);
                delivery.start(ended.remove(target.name()));
            }
        }
    }

    private void end(EventDelivery delivery) {
        running.remove(delivery.name());
        ended.put(delivery.name(), delivery);
        environment.meter().ended(delivery.name());
        delivery.close();
    }

    @Override
    public synchronized void close() {
        isClosed = true;
        running.values().forEach(EventDelivery::close);
    }
}
