package dev.berth.domain.placement;

import dev.berth.plugin.Capacity;
import java.util.Map;

/**
 * A container instance on which a task fits, as it stands with everything that is decided but not
 * yet confirmed.
 *
 * @param instanceId the last part of the instance's ARN
 * @param attributes the instance's attributes; one that has no value maps to the empty string
 * @param registered what the instance offers in all
 * @param remaining what is left of it
 * @param tasksByGroup how many tasks of each task group it runs or is about to run; a group it runs
 *     nothing of is absent
 */
public record Candidate(
        String instanceId,
        Map<String, String> attributes,
        Capacity registered,
        Capacity remaining,
        Map<String, Integer> tasksByGroup) {

    public Candidate {
        attributes = Map.copyOf(attributes);
        tasksByGroup = Map.copyOf(tasksByGroup);
    }

    /** How many tasks of this group the instance runs or is about to run. */
    public int tasksOf(String group) {
        return tasksByGroup.getOrDefault(group, 0);
    }
}
