package dev.berth.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** Parses arguments and compares values with them. */
final class Values {
    private static final int DATE_LENGTH = "2018-06-18".length();

    private Values() {}

    static Operand text(String text) {
        return new Operand.Text(text, number(text));
    }

    /** Null if the text is not a version. */
    static Operand version(String text) {
        return text.isEmpty() || !isDigit(text.charAt(0)) ? null : new Operand.Version(text);
    }

    /** Null if the text is not a whole number. */
    static Operand count(String text) {
        if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(Values::isDigit)) {
            return null;
        }
        return new Operand.Count(text, Integer.parseInt(text));
    }

    /** Null if the text is neither a date nor a time. */
    static Operand moment(String text) {
        try {
            if (text.length() == DATE_LENGTH) {
                var day = LocalDate.parse(text);
                return new Operand.Moment(
                        text,
                        day.atStartOfDay().toInstant(ZoneOffset.UTC),
                        day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC));
            }
            var start = instant(text);
            // Fractions of a second are rounded to milliseconds, the precision of registrations.
            var end = text.indexOf('.') < 0 ? start.plusSeconds(1) : start.plusMillis(1);
            return new Operand.Moment(text, start, end);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Instant instant(String text) {
        var zone = text.substring(Math.min(text.length(), DATE_LENGTH));
        return zone.endsWith("Z") || zone.indexOf('+') >= 0 || zone.indexOf('-') >= 0
                ? OffsetDateTime.parse(text).toInstant()
                : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
    }

    /**
     * @param value null if there is none
     */
    static boolean test(String value, Operator operator, List<Operand> operands) {
        if (value == null) {
            return false;
        }
        if (operator == Operator.EXISTS) {
            return true;
        }
        for (var operand : operands) {
            if (test(value, operator, operand)) {
                return true;
            }
        }
        return false;
    }

    private static boolean test(String value, Operator operator, Operand operand) {
        if (operand instanceof Operand.Matching matching) {
            return matching.pattern().matches(value);
        }
        if (operator == Operator.EQUALS || operator == Operator.IN) {
            return value.equals(operand.text());
        }
        return operator.accepts(compare(value, (Operand.Text) operand));
    }

    private static int compare(String value, Operand.Text operand) {
        double number = Double.isNaN(operand.number()) ? Double.NaN : number(value);
        return Double.isNaN(number)
                ? value.compareTo(operand.text())
                : Double.compare(number, operand.number());
    }

    /** NaN if the text is not a decimal number. */
    private static double number(String text) {
        boolean digits = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            digits |= isDigit(c);
            if (!isDigit(c) && c != '.' && !(c == '-' && i == 0)) {
                return Double.NaN;
            }
        }
        if (!digits || text.indexOf('.') != text.lastIndexOf('.')) {
            return Double.NaN;
        }
        return Double.parseDouble(text);
    }

    /**
     * Compares by their numbers, a missing number being 0, then by the suffix; a version without a
     * suffix is newer.
     */
    static int compareVersions(String left, String right) {
        int l = 0;
        int r = 0;
        while (l < numbersEnd(left) || r < numbersEnd(right)) {
            int leftEnd = digitsEnd(left, l);
            int rightEnd = digitsEnd(right, r);
            int comparison = compareDigits(left, l, leftEnd, right, r, rightEnd);
            if (comparison != 0) {
                return comparison;
            }
            l = Math.min(leftEnd + 1, numbersEnd(left));
            r = Math.min(rightEnd + 1, numbersEnd(right));
        }
        var leftRest = left.substring(numbersEnd(left));
        var rightRest = right.substring(numbersEnd(right));
        return leftRest.isEmpty() || rightRest.isEmpty()
                ? Boolean.compare(leftRest.isEmpty(), rightRest.isEmpty())
                : leftRest.compareTo(rightRest);
    }

    private static int numbersEnd(String version) {
        int end = 0;
        while (end < version.length()
                && (isDigit(version.charAt(end)) || version.charAt(end) == '.')) {
            end++;
        }
        return end;
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int compareDigits(String a, int from, int to, String b, int start, int end) {
        int i = from;
        int j = start;
        while (i < to && a.charAt(i) == '0') {
            i++;
        }
        while (j < end && b.charAt(j) == '0') {
            j++;
        }
        int length = Integer.compare(to - i, end - j);
        for (; length == 0 && i < to; i++, j++) {
            if (a.charAt(i) != b.charAt(j)) {
                return Character.compare(a.charAt(i), b.charAt(j));
            }
        }
        return length;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }
}
