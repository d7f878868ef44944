package dev.berth.cli.text;

import java.time.Duration;
import java.time.Instant;

/** The time since an event, as text, for example "3 min ago". */
public final class Ago {
    private Ago() {}

    /** Empty for what has not happened. */
    public static String of(Instant then, Instant now) {
        if (then == null) {
            return "";
        }
        var seconds = Math.max(0, Duration.between(then, now).toSeconds());
        if (seconds < 60) {
            return seconds + " s ago";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min ago";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h ago" : seconds / 86400 + " days ago";
    }
}
