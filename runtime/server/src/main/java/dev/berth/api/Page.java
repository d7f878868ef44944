package dev.berth.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * One page of a list whose entries stand in the order of their keys. A token holds the last key of
 * the page before, so that what is added or removed meanwhile neither repeats nor hides an entry;
 * callers must not read it, and it works for the list it was made for only.
 *
 * @param nextToken null on the last page
 */
public record Page(List<String> entries, String nextToken) {
    private static final int MOST = 100;

    /**
     * Cuts a page out of a list.
     *
     * @param keys all entries, in their natural order or, where {@code descending}, against it
     * @param list names operation, cluster and filters: what the token is good for
     * @param maxResults null for 100
     * @param token null or empty for the first page
     */
    public static Page of(Iterable<String> keys, String list, Integer maxResults, String token) {
        return of(keys, false, list, maxResults, token);
    }

    /** As above, for a list in either order. */
    public static Page of(
            Iterable<String> keys,
            boolean descending,
            String list,
            Integer maxResults,
            String token) {
        var size = size(maxResults);
        var after = token == null || token.isEmpty() ? null : read(token, list);
        var entries = new ArrayList<String>();
        for (var key : keys) {
            if (after != null && (descending ? after.compareTo(key) : key.compareTo(after)) <= 0) {
                continue;
            }
            if (entries.size() == size) {
                return new Page(List.copyOf(entries), write(entries.getLast(), list));
            }
            entries.add(key);
        }
        return new Page(List.copyOf(entries), null);
    }

    private static int size(Integer maxResults) {
        if (maxResults == null) {
            return MOST;
        }
        if (maxResults < 1 || maxResults > MOST) {
            throw ApiException.invalidParameter("maxResults must be between 1 and 100.");
        }
        return maxResults;
    }

    private static String write(String last, String list) {
        var text = mark(list) + last;
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(String token, String list) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith(mark(list))) {
                return text.substring(mark(list).length());
            }
        } catch (IllegalArgumentException _) {
            // Not Base64: not a token of ours.
        }
        throw ApiException.invalidParameter(
                "nextToken is not valid here: use it with the parameters of the call it came from.");
    }

    private static String mark(String list) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(list.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
