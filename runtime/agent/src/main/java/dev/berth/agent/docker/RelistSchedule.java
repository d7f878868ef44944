package dev.berth.agent.docker;

import java.time.Duration;

/**
 * The times at which containers are listed again. After a gap in the events one list is not
 * sufficient: Docker may answer before it has noticed all containers that ended. Lists follow each
 * other quickly at first, until several in a row show no difference, and then every few minutes.
 *
 * @param lists since the last gap
 * @param agreeing consecutive lists without a difference
 */
record RelistSchedule(int lists, int agreeing) {
    static final RelistSchedule AFTER_GAP = new RelistSchedule(0, 0);

    private static final int ENOUGH = 4;
    private static final Duration REGULAR = Duration.ofMinutes(5);
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration MAX_PAUSE = Duration.ofSeconds(10);

    /** The time from the last list to the next. */
    Duration pause() {
        if (agreeing >= ENOUGH) {
            return REGULAR;
        }
        if (lists == 0) {
            return Duration.ZERO;
        }
        var doubled = SHORTEST.multipliedBy(1L << Math.min(lists - 1, 10));
        return doubled.compareTo(MAX_PAUSE) < 0 ? doubled : MAX_PAUSE;
    }

    /**
     * @param agreed the list showed no difference
     */
    RelistSchedule afterList(boolean agreed) {
        return new RelistSchedule(lists + 1, agreed ? agreeing + 1 : 0);
    }
}
