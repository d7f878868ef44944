package dev.berth.query;

import java.util.regex.Pattern;

/**
 * A set of characters, such as {@code a}, {@code .} or {@code [0-9a-f]}. The JDK evaluates it, one
 * character at a time.
 */
final class CodePoints {
    private static final int ASCII = 128;

    private final boolean[] ascii = new boolean[ASCII];
    private final Pattern pattern;

    private CodePoints(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * @param source a regular expression that matches exactly one character
     * @throws java.util.regex.PatternSyntaxException if it is invalid
     */
    static CodePoints of(String source, boolean ignoreCase) {
        var points =
                new CodePoints(Pattern.compile(source, ignoreCase ? Pattern.CASE_INSENSITIVE : 0));
        boolean isPlain = source.length() == 1 && Character.isLetterOrDigit(source.charAt(0));
        if (isPlain && source.charAt(0) < ASCII && !ignoreCase) {
            points.ascii[source.charAt(0)] = true;
            return points;
        }
        for (int c = 0; c < ASCII; c++) {
            points.ascii[c] = points.matchesCharacter(c);
        }
        return points;
    }

    boolean contains(int codePoint) {
        return codePoint < ASCII ? ascii[codePoint] : matchesCharacter(codePoint);
    }

    private boolean matchesCharacter(int codePoint) {
        return pattern.matcher(Character.toString(codePoint)).matches();
    }
}
