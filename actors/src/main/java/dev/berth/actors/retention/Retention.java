package dev.berth.actors.retention;

import java.time.Duration;

/**
 * How long data of ended resources is kept.
 *
 * @param stoppedTasks how long the API shows a STOPPED task, an INACTIVE container instance and an
 *     INACTIVE cluster
 * @param postMortem how long a task's rows are kept in the journal after it stopped
 * @param postMortemTasks the maximum number of stopped tasks with rows; the newest are kept
 * @param rows the minimum time that rows are kept, and the time between two cleanups of the
 *     database. An id names at most one set of containers, and a launch of the id that is still
 *     running must find that the task has stopped
 * @param keepJournal if true, no rows are deleted, regardless of the other settings
 */
public record Retention(
        Duration stoppedTasks,
        Duration postMortem,
        int postMortemTasks,
        Duration rows,
        boolean keepJournal) {

    public static final Duration DEFAULT_ROWS = Duration.ofHours(1);

    /** The default retention with this time for stopped tasks. */
    public static Retention shown(Duration stoppedTasks) {
        return new Retention(stoppedTasks, Duration.ofDays(7), 10_000, DEFAULT_ROWS, false);
    }
}
