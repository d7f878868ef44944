package dev.berth.cli.text;

import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** A moment in the past as people write it: {@code 10m} ago, or a date with its time. */
public final class Since {
    private static final Pattern AGO = Pattern.compile("(\\d{1,9})([smhd])");

    private Since() {}

    public static Instant before(String text, Instant now) {
        var ago = AGO.matcher(text);
        if (ago.matches()) {
            var count = Long.parseLong(ago.group(1));
            return now.minus(
                    switch (ago.group(2)) {
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    });
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new CliException(
                    ExitCode.USAGE,
                    "--since: expected a time such as 10m or 2026-11-22T08:00:00Z, got " + text);
        }
    }
}
