package dev.berth.events;

import dev.berth.plugin.events.DetailType;
import java.util.Set;

/**
 * Which events are sent.
 *
 * @param clusters names; empty for all clusters
 * @param types empty for all types
 * @param resources ARNs, or the last parts of ARNs; empty for all resources
 */
public record EventFilter(Set<String> clusters, Set<DetailType> types, Set<String> resources) {
    static final EventFilter ALL = new EventFilter(Set.of(), Set.of(), Set.of());

    public EventFilter {
        clusters = Set.copyOf(clusters);
        types = Set.copyOf(types);
        resources = Set.copyOf(resources);
    }

    boolean matches(EventDocument event) {
        return (clusters.isEmpty() || clusters.contains(event.cluster()))
                && (types.isEmpty() || types.contains(event.type()))
                && (resources.isEmpty()
                        || event.resources().stream().anyMatch(this::namesResource));
    }

    private boolean namesResource(String arn) {
        return resources.contains(arn)
                || resources.contains(arn.substring(arn.lastIndexOf('/') + 1));
    }
}
