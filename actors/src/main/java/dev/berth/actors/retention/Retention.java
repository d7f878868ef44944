package dev.berth.actors.retention;

import java.time.Duration;

/**
 * How long what is over is kept.
 *
 * @param stoppedTasks how long the API shows a STOPPED task, an INACTIVE container instance and an
 *     INACTIVE cluster
 * @param postMortem how long a task's rows stay in the journal after it stopped
 * @param postMortemTasks of how many stopped tasks rows stay at most, the newest
 * @param keepJournal deletes no rows at all, whatever the others say
 */
public record Retention(
        Duration stoppedTasks, Duration postMortem, int postMortemTasks, boolean keepJournal) {

    /** The default retention, with this time for stopped tasks. */
    public static Retention shown(Duration stoppedTasks) {
        return new Retention(stoppedTasks, Duration.ofDays(7), 10_000, false);
    }
}
