package dev.berth.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions mean what they mean to the JDK, and none takes long. */
class LinearPatternTest {
    private static final List<String> PIECES =
            List.of(
                    "a",
                    "b",
                    ".",
                    "|",
                    "(",
                    ")",
                    "(?:",
                    "*",
                    "+",
                    "?",
                    "{2}",
                    "{0,2}",
                    "{1,}",
                    "*?",
                    "[ab]",
                    "[^a]",
                    "[a-c&&[^b]]",
                    "\\w",
                    "\\d",
                    "\\p{Lower}",
                    "\\x61",
                    "\\.",
                    "-",
                    "(?<n>");

    @Test
    void randomExpressionsTakeWhatTheJdkTakes() throws Exception {
        var random = new Random(5);
        int compared = 0;
        for (int i = 0; i < 60_000; i++) {
            var source = any(random, PIECES, 1 + random.nextInt(8));
            LinearPattern ours;
            try {
                ours = LinearPattern.compile(source);
            } catch (PatternRefused e) {
                continue;
            }
            var theirs = theirs(source);
            for (int t = 0; t < 6; t++) {
                var text = any(random, List.of("a", "b", "c", "1", "."), random.nextInt(6));
                assertThat(ours.matches(text))
                        .as("%s on \"%s\"", source, text)
                        .isEqualTo(theirs.matcher(text).matches());
                compared++;
            }
        }
        assertThat(compared).isGreaterThan(50_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a+)+b",
                "(a|aa)+b",
                "(a*)*b",
                "((a?)?){30}b",
                "(?:|){30}b",
                "(?:a?|a?)(?:a?|a?)(?:a?|a?)(?:a?|a?)(?:a?|a?)(?:a?|a?)(?:a?|a?)(?:a?|a?)b",
                "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)b",
                "^(([a-z])+.)+[A-Z]([a-z])+$",
            })
    void whatMakesOthersBacktrackForAgesIsAnsweredAtOnce(String source) throws Exception {
        assertThat(LinearPattern.compile(source).matches("a".repeat(2_000))).isFalse();
    }

    @Test
    void anchorsFlagsAndCharactersBeyondTheBasicPlaneAreUnderstood() throws Exception {
        assertThat(LinearPattern.compile("^t3\\..*$").matches("t3.large")).isTrue();
        assertThat(LinearPattern.compile("a^b").matches("ab")).isFalse();
        assertThat(LinearPattern.compile("a$b").matches("ab")).isFalse();
        assertThat(LinearPattern.compile("(?i)PROD").matches("prod")).isTrue();
        assertThat(LinearPattern.compile(".").matches("😀")).isTrue();
        assertThat(LinearPattern.compile("[😀é]+").matches("é😀")).isTrue();
        assertThat(LinearPattern.compile("").matches("")).isTrue();
        assertThat(LinearPattern.compile("").matches("a")).isFalse();
    }

    private static Pattern theirs(String source) {
        try {
            return Pattern.compile(source);
        } catch (PatternSyntaxException e) {
            throw new AssertionError("the JDK refuses " + source, e);
        }
    }

    private static String any(Random random, List<String> pieces, int count) {
        var text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }
}
