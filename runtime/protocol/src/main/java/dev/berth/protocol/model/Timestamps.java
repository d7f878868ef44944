package dev.berth.protocol.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/** The formats of times in AWS's protocols. Times beyond the year 9999 are refused. */
public final class Timestamps {
    /** The end of the year 9999. What lies beyond is a client that sent milliseconds. */
    private static final double LAST_SECOND = 253_402_300_799.0;

    private static final Instant LAST = Instant.ofEpochSecond((long) LAST_SECOND);
    private static final String SECONDS = "a time in seconds since 1970";

    /** Such as {@code Sun, 22 Nov 2026 21:01:00 GMT}. */
    private static final DateTimeFormatter RFC_822 =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss[.SSS] 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private Timestamps() {}

    /**
     * @param format the format that the model sets, or null for seconds since 1970
     */
    public static Instant read(JsonNode node, Format format) throws MalformedDocumentException {
        if (format == Format.ISO_8601 || format == Format.RFC_822) {
            if (!node.isTextual()) {
                throw new MalformedDocumentException(
                        "", expected(format), ", not " + ModelReader.nameOf(node));
            }
            return readText(node.textValue(), format);
        }
        if (!node.isNumber()) {
            throw new MalformedDocumentException("", SECONDS, ", not " + ModelReader.nameOf(node));
        }
        var unit = format == Format.UNIX_TIMESTAMP_MILLIS ? 1000.0 : 1.0;
        if (!(Math.abs(node.doubleValue()) <= LAST_SECOND * unit)) {
            throw new MalformedDocumentException(
                    "", SECONDS, ", not a number beyond the year 9999");
        }
        return ofSeconds(node.decimalValue(), format == Format.UNIX_TIMESTAMP_MILLIS ? 3 : 6);
    }

    /**
     * @param format the format that the model sets, or null for ISO 8601
     */
    public static Instant readText(String text, Format format) throws MalformedDocumentException {
        try {
            var time =
                    format == Format.RFC_822
                            ? RFC_822.parse(text, Instant::from)
                            : OffsetDateTime.parse(text).toInstant();
            if (!time.isAfter(LAST)) {
                return time;
            }
        } catch (DateTimeException _) {
            // falls through to the refusal
        }
        throw new MalformedDocumentException("", expected(format), "");
    }

    private static String expected(Format format) {
        return format == Format.RFC_822
                ? "a time such as Sun, 22 Nov 2026 21:01:00 GMT"
                : "a time such as 2026-11-22T21:01:00Z";
    }

    /**
     * A double cannot hold today's date to the nanosecond, so what is finer than a microsecond is
     * noise.
     */
    private static Instant ofSeconds(BigDecimal number, int digitsOfUnit) {
        var microseconds =
                number.movePointRight(digitsOfUnit)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact();
        return Instant.EPOCH.plus(microseconds, ChronoUnit.MICROS);
    }

    public static String iso8601(Instant time) {
        return DateTimeFormatter.ISO_INSTANT.format(time);
    }

    public static String rfc822(Instant time) {
        return RFC_822.format(time.truncatedTo(ChronoUnit.SECONDS)).replace(".000", "");
    }

    /** Seconds, with milliseconds where there are any; never in the exponent form. */
    public static BigDecimal seconds(Instant time) {
        var milliseconds = time.toEpochMilli();
        return milliseconds % 1000 == 0
                ? BigDecimal.valueOf(milliseconds / 1000)
                : BigDecimal.valueOf(milliseconds, 3);
    }
}
