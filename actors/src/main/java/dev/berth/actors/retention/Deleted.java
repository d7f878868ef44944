package dev.berth.actors.retention;

import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.family.TaskDefinitionFamily.Status;
import dev.berth.domain.task.TaskSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What leaves the API because it was deleted. */
final class Deleted {

    private Deleted() {}

    record Revision(String family, int number) {}

    /**
     * The revisions that are DELETE_IN_PROGRESS and that nothing refers to any more. A task refers
     * to its definition for as long as the API shows it, stopped or not. No new task can: one that
     * was asked for before the deletion and is launched after it still has its document, which is
     * kept for a while.
     *
     * @param clusters every cluster that may hold tasks
     */
    static List<Revision> revisions(AccountSnapshot account, Stream<ClusterSnapshot> clusters) {
        var deleted = new ArrayList<Revision>();
        for (var name : account.families().keySet()) {
            account.family(name).stream()
                    .flatMap(known -> known.revisions().entrySet().stream())
                    .filter(entry -> entry.getValue().status() == Status.DELETE_IN_PROGRESS)
                    .forEach(entry -> deleted.add(new Revision(name, entry.getKey())));
        }
        if (!deleted.isEmpty()) {
            clusters.flatMap(ClusterSnapshot::tasksInOrder)
                    .map(task -> of(task.spec()))
                    .forEach(deleted::remove);
        }
        return List.copyOf(deleted);
    }

    /** The families of which no revision is left. */
    static List<String> families(AccountSnapshot account) {
        return account.families().keySet().stream()
                .filter(
                        name ->
                                account.family(name)
                                        .filter(known -> known.revisions().isEmpty())
                                        .isPresent())
                .toList();
    }

    /** The clusters that were deleted before that time. */
    static List<String> clusters(AccountSnapshot account, Instant before) {
        return account.clusters().keySet().stream()
                .filter(
                        name ->
                                account.cluster(name)
                                        .filter(
                                                cluster ->
                                                        cluster instanceof Cluster.Inactive inactive
                                                                && inactive.deletedAt()
                                                                        .isBefore(before))
                                        .isPresent())
                .toList();
    }

    private static Revision of(TaskSpec spec) {
        return new Revision(spec.family(), spec.revision());
    }
}
