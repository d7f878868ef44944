package dev.berth.actors.view;

import dev.berth.domain.observation.InstanceCondition;
import dev.berth.domain.observation.TaskObservation;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The observations that agents reported; never journaled.
 *
 * @param tasks by id
 * @param conditions by instance id
 */
public record Observations(
        PMap<String, TaskObservation> tasks, PMap<String, List<InstanceCondition>> conditions) {
    static final Observations NONE = new Observations(HashTreePMap.empty(), HashTreePMap.empty());

    public TaskObservation task(String id) {
        return tasks.getOrDefault(id, TaskObservation.NOTHING);
    }

    /** The conditions that the instance's agent reported; empty if it reported none. */
    public List<InstanceCondition> conditions(String instanceId) {
        return conditions.getOrDefault(instanceId, List.of());
    }

    Observations withTask(String id, UnaryOperator<TaskObservation> change) {
        var before = task(id);
        var after = change.apply(before);
        return after == before ? this : new Observations(tasks.plus(id, after), conditions);
    }

    Observations withConditions(String instanceId, List<InstanceCondition> reported) {
        return new Observations(tasks, conditions.plus(instanceId, List.copyOf(reported)));
    }

    /** The observations without tasks and instances with these ids. */
    Observations without(Collection<String> ids) {
        return ids.stream().anyMatch(id -> tasks.containsKey(id) || conditions.containsKey(id))
                ? new Observations(tasks.minusAll(ids), conditions.minusAll(ids))
                : this;
    }
}
