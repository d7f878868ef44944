package dev.berth.actors.launch;

import dev.berth.domain.placement.Unfit;
import java.util.List;

/**
 * What became of a request to launch.
 *
 * @param launched the tasks that the journal has, in no particular order
 * @param failures for tasks that fit nowhere, why each instance was ruled out, each pair once
 */
public record LaunchResult(List<Launched> launched, List<Unfit> failures) {

    /**
     * @param sequenceNumber what the task's entity had reached: a view that has it shows the task
     */
    public record Launched(String taskId, long sequenceNumber) {}
}
