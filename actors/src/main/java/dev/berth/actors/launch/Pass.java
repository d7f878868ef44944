package dev.berth.actors.launch;

import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.placement.Batch;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One pass of a {@link Lane}: tasks that are placed together, and the snapshot for it.
 *
 * @param tasks in the order of their arrival, at most 256
 * @param snapshot the input of the pass, together with the overlay
 */
record Pass(List<Pending> tasks, ClusterSnapshot snapshot, Overlay overlay, Instant at) {

    /** Equal tasks with the same strategies and constraints. */
    record Group(Placing placing, Batch batch) {}

    /**
     * @param notes which plugins were replaced, by what, and why
     */
    record Placed(Group group, Plan plan, List<String> notes) {}

    Map<String, Pending> byId() {
        return tasks.stream().collect(Collectors.toMap(Pending::taskId, Function.identity()));
    }

    List<Group> groups() {
        record Kind(Placing placing, Object task) {}
        Map<Kind, List<Pending>> byKind = new LinkedHashMap<>();
        for (var each : tasks) {
            var request = each.job().request();
            byKind.computeIfAbsent(
                            new Kind(request.placing(), each.job().task()), _ -> new ArrayList<>())
                    .add(each);
        }
        var groups = new ArrayList<Group>();
        byKind.forEach(
                (kind, members) ->
                        groups.add(
                                new Group(
                                        kind.placing(),
                                        new Batch(
                                                snapshot.cluster(),
                                                members.getFirst().job().task(),
                                                members.stream().map(Pending::ask).toList()))));
        return groups;
    }
}
