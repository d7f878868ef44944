package dev.berth.agent.docker;

import java.time.Duration;

/**
 * When containers are listed again. After a gap in what Docker told, one list is not enough: Docker
 * may answer before it has taken note of what ended meanwhile. Lists follow each other quickly at
 * first, until several in a row agree with what is known, and then every few minutes.
 *
 * @param lists since the last gap
 * @param agreeing lists in a row that showed nothing new
 */
record RelistSchedule(int lists, int agreeing) {
    static final RelistSchedule AFTER_GAP = new RelistSchedule(0, 0);

    private static final int ENOUGH = 4;
    private static final Duration REGULAR = Duration.ofMinutes(5);
    private static final Duration SHORTEST = Duration.ofMillis(500);
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** From the last list to the next. */
    Duration pause() {
        if (agreeing >= ENOUGH) {
            return REGULAR;
        }
        if (lists == 0) {
            return Duration.ZERO;
        }
        var doubled = SHORTEST.multipliedBy(1L << Math.min(lists - 1, 10));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }

    /**
     * @param agreed the list showed nothing that was not known
     */
    RelistSchedule afterList(boolean agreed) {
        return new RelistSchedule(lists + 1, agreed ? agreeing + 1 : 0);
    }
}
