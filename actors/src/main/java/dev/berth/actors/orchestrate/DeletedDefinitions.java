package dev.berth.actors.orchestrate;

import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.family.TaskDefinitionFamily.Status;
import dev.berth.domain.task.TaskSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which revisions that are DELETE_IN_PROGRESS nothing refers to any more. A task refers to its
 * definition for as long as the API shows it, stopped or not. No new task can: one that was asked
 * for before the deletion and is launched after it still has its document, which is kept.
 */
public final class DeletedDefinitions {

    private DeletedDefinitions() {}

    public record Revision(String family, int number) {}

    /**
     * @param clusters every cluster that may hold tasks
     */
    public static List<Revision> unused(AccountSnapshot account, Stream<ClusterSnapshot> clusters) {
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

    private static Revision of(TaskSpec spec) {
        return new Revision(spec.family(), spec.revision());
    }
}
