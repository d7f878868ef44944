package dev.berth.plugin.events;

import java.util.Objects;
import java.util.Set;

/**
 * A receiver of events. The server remembers by name and address up to which event it has received
 * everything; a destination with another name or address is a new one and begins with the events
 * from then on.
 *
 * @param name in logs and metrics; unique in its sink
 * @param address identifies the receiver, such as a URL; never shown, because it may be secret
 * @param clusters the names of the clusters whose events it receives; empty for all
 * @param detailTypes the types of events that it receives; empty for all
 */
public record EventDestination(
        String name, String address, Set<String> clusters, Set<DetailType> detailTypes) {

    public EventDestination {
        Objects.requireNonNull(name);
        Objects.requireNonNull(address);
        clusters = Set.copyOf(clusters);
        detailTypes = Set.copyOf(detailTypes);
    }

    /** Omits the address. */
    @Override
    public String toString() {
        return "EventDestination[" + name + "]";
    }
}
