package dev.berth.actors.entity;

import dev.berth.domain.check.AggregateCheck;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.cluster.ClusterDecider;
import dev.berth.domain.cluster.ClusterEvent;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Clusters. */
public final class ClusterAggregate {

    /** By {@code ACTIVE} or {@code INACTIVE}. */
    public static final Index<Cluster> STATUS =
            Index.by(
                    "status",
                    state ->
                            switch (state) {
                                case Cluster.Active _ -> Set.of("ACTIVE");
                                case Cluster.Inactive _ -> Set.of("INACTIVE");
                                case Cluster.Absent _, Cluster.Forgotten _ -> Set.of();
                            });

    private ClusterAggregate() {}

    static AggregateKind<ClusterCommand, ClusterEvent, Cluster> kind() {
        return new AggregateKind<>(
                "Cluster",
                ClusterEvent.class,
                Cluster.class,
                new ClusterDecider(),
                List.of(
                        JournalName.of("cluster.created/1", ClusterEvent.Created.class),
                        JournalName.of(
                                "cluster.settings-changed/1", ClusterEvent.SettingsChanged.class),
                        JournalName.of("cluster.tags-changed/1", ClusterEvent.TagsChanged.class),
                        JournalName.of("cluster.deleted/1", ClusterEvent.Deleted.class),
                        JournalName.of("cluster.forgotten/1", ClusterEvent.Forgotten.class),
                        JournalName.of("cluster.snapshot-active/1", Cluster.Active.class),
                        JournalName.of("cluster.snapshot-active/2", Cluster.Active.class),
                        JournalName.of("cluster.snapshot-inactive/1", Cluster.Inactive.class),
                        JournalName.of("cluster.snapshot-forgotten/1", Cluster.Forgotten.class)),
                Shown.in(
                        Shown.Place.ACCOUNT,
                        ClusterAggregate::isShown,
                        ClusterAggregate::endedAt,
                        List.of(STATUS)),
                new RetentionRule.WithItsName<>(
                        List.of(
                                RetentionRule.Ending.of(
                                        ClusterEvent.Forgotten.class, ClusterEvent.Forgotten::at)),
                        ClusterCommand.Forget::new),
                AggregateCheck.sequenceNumbers());
    }

    private static boolean isShown(Cluster state) {
        return switch (state) {
            case Cluster.Active _, Cluster.Inactive _ -> true;
            case Cluster.Absent _, Cluster.Forgotten _ -> false;
        };
    }

    private static Instant endedAt(Cluster state) {
        return state instanceof Cluster.Inactive inactive ? inactive.deletedAt() : null;
    }
}
