package dev.berth.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    private static final PageTokens TOKENS = new PageTokens(new byte[32]);

    private final TreeSet<String> keys = new TreeSet<>(List.of("a", "b", "c", "d", "e"));

    @Test
    void pagesFollowEachOtherToTheLastWhichHasNoToken() {
        var first = Page.of(TOKENS, keys, "l", 2, null);
        var second = Page.of(TOKENS, keys, "l", 2, first.nextToken());
        var third = Page.of(TOKENS, keys, "l", 2, second.nextToken());

        assertThat(first.entries()).containsExactly("a", "b");
        assertThat(second.entries()).containsExactly("c", "d");
        assertThat(third.entries()).containsExactly("e");
        assertThat(third.nextToken()).isNull();
    }

    @Test
    void aPageThatEndsTheListHasNoToken() {
        assertThat(Page.of(TOKENS, keys, "l", 5, "").nextToken()).isNull();
    }

    @Test
    void withoutASizeAPageHoldsAHundred() {
        var many = IntStream.range(0, 150).mapToObj("%03d"::formatted).toList();

        assertThat(Page.of(TOKENS, many, "l", null, null).entries()).hasSize(100);
    }

    @Test
    void whatChangesBetweenPagesNeitherRepeatsNorHidesAnEntry() {
        var first = Page.of(TOKENS, keys, "l", 2, null);
        keys.remove("b");
        keys.add("aa");
        keys.add("cc");

        var seen = new ArrayList<>(first.entries());
        seen.addAll(Page.of(TOKENS, keys, "l", 100, first.nextToken()).entries());

        assertThat(seen).containsExactly("a", "b", "c", "cc", "d", "e");
    }

    @Test
    void aTokenWorksForItsOwnListOnly() {
        var token = Page.of(TOKENS, keys, "l", 2, null).nextToken();

        assertThat(refusal(token, "m", 2)).hasMessageContaining("nextToken");
    }

    @Test
    void aTokenWithAnyBitChangedIsRefused() {
        var token = Page.of(TOKENS, keys, "l", 2, null).nextToken();
        for (int at = 0; at < token.length(); at++) {
            for (int bit = 0; bit < 7; bit++) {
                var changed = new StringBuilder(token);
                changed.setCharAt(at, (char) (token.charAt(at) ^ 1 << bit));
                assertThat(refusal(changed.toString(), "l", 2)).hasMessageContaining("nextToken");
            }
        }
    }

    @Test
    void aTokenOfAnotherServerIsRefused() {
        var other = new PageTokens("another key, also with 32 bytes.".getBytes(UTF_8));

        assertThat(refusal(Page.of(other, keys, "l", 2, null).nextToken(), "l", 2))
                .hasMessageContaining("nextToken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "!!", "bm90aGluZw"})
    void whatIsNoTokenIsRefused(String token) {
        assertThat(refusal(token, "l", 2)).hasMessageContaining("nextToken");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 101})
    void aSizeBeyondTheLimitsIsRefused(int size) {
        assertThat(refusal(null, "l", size)).hasMessage("maxResults must be between 1 and 100.");
    }

    private ApiException refusal(String token, String list, int size) {
        return catchThrowableOfType(
                ApiException.class, () -> Page.of(TOKENS, keys, list, size, token));
    }
}
