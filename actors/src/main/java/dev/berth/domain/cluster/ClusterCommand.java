package dev.berth.domain.cluster;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.TagChange;
import java.time.Instant;
import java.util.Map;

/** What a cluster can be asked to do. */
public sealed interface ClusterCommand extends Aggregate.Command {

    /**
     * Creates it, or leaves it as it is where it is ACTIVE (CreateCluster returns an existing
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

    /** Changes these settings and leaves the others as they are. */
    record ChangeSettings(Map<String, String> settings) implements ClusterCommand {
        public ChangeSettings {
            settings = Map.copyOf(settings);
        }
    }

    record ChangeTags(TagChange change) implements ClusterCommand {}

    /**
     * Deletes it, unless it holds something.
     *
     * @param containerInstances how many instances are registered with it, as the caller sees it
     * @param services how many of its services are not INACTIVE, as the caller sees it
     * @param tasks how many of its tasks have not stopped, as the caller sees it
     */
    record Delete(int containerInstances, int services, int tasks) implements ClusterCommand {}

    /** Takes it out of the API, if it was deleted before that time. */
    record Forget(Instant deletedBefore) implements ClusterCommand {}
}
