package dev.berth.actors.launch;

/**
 * What was decided for one task of an {@link Explanation}.
 *
 * @param instanceId null for a task that was not placed
 * @param reason why the scheduler did not place the task, in its own words; null if it gave none
 */
public record Outcome(String instanceId, String reason) {

    public boolean isPlaced() {
        return instanceId != null;
    }
}
