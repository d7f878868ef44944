package dev.berth.actors.retention;

import dev.berth.actors.entity.FamilyAggregate;
import dev.berth.actors.entity.ServiceAggregate;
import dev.berth.actors.entity.TaskAggregate;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.family.TaskDefinitionFamily.Status;
import java.util.ArrayList;
import java.util.List;

/** Task definitions that leave the API because they were deleted. */
final class Deleted {

    private Deleted() {}

    record Revision(String family, int number) {}

    /**
     * The revisions that are DELETE_IN_PROGRESS and that nothing refers to any more. A task refers
     * to its definition for as long as the API shows it, stopped or not; a service to those of its
     * deployments until it is INACTIVE. No new task can: one that was asked for before the deletion
     * and is launched after it still has its document, which is kept for a while.
     *
     * @param clusters every cluster that may hold tasks or services
     */
    static List<Revision> revisions(AccountSnapshot account, List<ClusterSnapshot> clusters) {
        var deleted = new ArrayList<Revision>();
        var families =
                account.families()
                        .ids(FamilyAggregate.REVISION_STATUS, Status.DELETE_IN_PROGRESS.name());
        for (var name : families) {
            account.family(name).orElseThrow().revisions().in(Status.DELETE_IN_PROGRESS).stream()
                    .filter(number -> !isReferredTo(name + ":" + number, clusters))
                    .forEach(number -> deleted.add(new Revision(name, number)));
        }
        return deleted;
    }

    private static boolean isReferredTo(String definition, List<ClusterSnapshot> clusters) {
        return clusters.stream()
                .anyMatch(
                        c ->
                                c.tasks().count(TaskAggregate.DEFINITION, definition) > 0
                                        || c.services()
                                                        .count(
                                                                ServiceAggregate.DEFINITION,
                                                                definition)
                                                > 0);
    }
}
