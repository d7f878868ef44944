package dev.berth.domain.cluster;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.Tags;
import java.time.Instant;
import java.util.Map;

/**
 * A cluster: a named group of container instances and tasks. A deleted cluster is INACTIVE for a
 * while, without tags, and is then forgotten. Its name can be used again at any time.
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

    /** Deleted, and not shown by the API any more. */
    record Forgotten(String name) implements Cluster {}
}
