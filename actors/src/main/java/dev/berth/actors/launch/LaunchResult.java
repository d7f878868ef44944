package dev.berth.actors.launch;

import dev.berth.domain.placement.Unfit;
import java.util.List;

/**
 * The result of a request to launch tasks.
 *
 * @param launched the journaled tasks, in no particular order
 * @param failures for tasks that were not placed, why each instance was ruled out, without
 *     duplicates
 */
public record LaunchResult(List<Launched> launched, List<Unfit> failures) {

    /**
     * @param sequenceNumber the sequence number of the task's entity; a view that has applied it
     *     shows the task
     */
    public record Launched(String taskId, long sequenceNumber) {}
}
