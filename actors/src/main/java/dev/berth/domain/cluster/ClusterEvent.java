package dev.berth.domain.cluster;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.TagChange;
import java.time.Instant;
import java.util.Map;

/** The events of a cluster. */
public sealed interface ClusterEvent extends Aggregate.Event {

    record Created(String name, Map<String, String> settings, Instant at) implements ClusterEvent {
        public Created {
            settings = Map.copyOf(settings);
        }
    }

    /**
     * @param settings all settings after the change
     */
    record SettingsChanged(Map<String, String> settings) implements ClusterEvent {
        public SettingsChanged {
            settings = Map.copyOf(settings);
        }
    }

    record TagsChanged(TagChange change) implements ClusterEvent {}

    record Deleted(Instant at) implements ClusterEvent {}

    /** The API does not show the cluster any more. All earlier events are irrelevant. */
    record Forgotten(String name, Instant at) implements ClusterEvent {}
}
