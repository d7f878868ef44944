package dev.berth.actors.retention;

import dev.berth.actors.entity.FamilyAggregate;
import dev.berth.actors.entity.ServiceAggregate;
import dev.berth.actors.entity.TaskAggregate;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.family.TaskDefinitionFamily.Status;
import java.util.ArrayList;
import java.util.List;

/** Deleted task definitions that can be removed from the API. */
final class Deleted {

    private Deleted() {}

    record Revision(String family, int number) {}

    /**
     * The revisions that are DELETE_IN_PROGRESS and not referenced. A task refers to its definition
     * while the API shows the task, running or stopped; a service refers to the definitions of its
     * deployments until it is INACTIVE. A task that was requested before the deletion can still be
     * launched, because the document is kept for a while.
     *
     * @param clusters every cluster that may contain tasks or services
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
