package dev.berth.domain.cluster;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.TagChange;
import java.time.Instant;
import java.util.Map;

/** The commands of a cluster. */
public sealed interface ClusterCommand extends Aggregate.Command {

    /**
     * Creates the cluster. An ACTIVE cluster is not changed (CreateCluster returns an existing
     * cluster).
     */
    record Create(String name, Map<String, String> settings, Map<String, String> tags)
            implements ClusterCommand {
        public Create {
            settings = Map.copyOf(settings);
            tags = Map.copyOf(tags);
        }

        public Create(String name, Map<String, String> settings) {
            this(name, settings, Map.of());
        }
    }

    /** Changes these settings and keeps the others. */
    record ChangeSettings(Map<String, String> settings) implements ClusterCommand {
        public ChangeSettings {
            settings = Map.copyOf(settings);
        }
    }

    record ChangeTags(TagChange change) implements ClusterCommand {}

    /**
     * Deletes the cluster if it is empty.
     *
     * @param containerInstances the number of its registered instances that the caller sees
     * @param services the number of its services that are not INACTIVE
     * @param tasks the number of its tasks that have not stopped
     */
    record Delete(int containerInstances, int services, int tasks) implements ClusterCommand {}

    /** Removes the cluster from the API, if it was deleted before that time. */
    record Forget(Instant deletedBefore) implements ClusterCommand {}
}
