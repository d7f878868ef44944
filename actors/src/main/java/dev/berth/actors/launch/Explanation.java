package dev.berth.actors.launch;

import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.Verdict;
import dev.berth.plugin.placement.TaskToPlace;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Why tasks were placed on their instances, or why they were not placed.
 *
 * @param at the time of the decision
 * @param runId the call that requested the tasks
 * @param task the properties of each task
 * @param placing the strategies and constraints of the call
 * @param notes which plugins were replaced, by what, and why
 * @param outcomes the decision for each task, by its id
 * @param about the task of the verdicts
 * @param verdicts the assessment of every instance for that task, after the previous tasks were
 *     placed
 */
public record Explanation(
        Instant at,
        String cluster,
        String runId,
        TaskToPlace task,
        Placing placing,
        List<String> notes,
        Map<String, Outcome> outcomes,
        String about,
        List<Verdict> verdicts) {

    public Explanation {
        notes = List.copyOf(notes);
        verdicts = List.copyOf(verdicts);
    }
}
