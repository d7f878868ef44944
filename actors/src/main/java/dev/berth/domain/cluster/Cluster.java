package dev.berth.domain.cluster;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.Tags;
import java.time.Instant;
import java.util.Map;

/**
 * A cluster: the name under which container instances and tasks stand. A deleted one stays INACTIVE
 * for a while, without its tags, and is forgotten then; its name can be used again at any time.
 */
public sealed interface Cluster extends Aggregate.State {

    record Absent() implements Cluster {}

    /**
     * @param settings the cluster settings by name, such as {@code containerInsights}
     */
    record Active(
            String name, Map<String, String> settings, Instant createdAt, Map<String, String> tags)
            implements Cluster {
        public Active {
            settings = Map.copyOf(settings);
            tags = Tags.held(tags);
        }

        public Active(String name, Map<String, String> settings, Instant createdAt) {
            this(name, settings, createdAt, Map.of());
        }
    }

    record Inactive(String name, Map<String, String> settings, Instant deletedAt)
            implements Cluster {
        public Inactive {
            settings = Map.copyOf(settings);
        }
    }

    /** Deleted, and shown no longer. */
    record Forgotten(String name) implements Cluster {}
}
