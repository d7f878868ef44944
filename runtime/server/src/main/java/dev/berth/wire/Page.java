package dev.berth.wire;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One page of a list whose entries are sorted by their keys. A token contains the last key of the
 * previous page, so that entries which are added or removed between two calls neither repeat nor
 * hide other entries. A token is opaque to callers and valid only for the list that it was made
 * for.
 *
 * @param nextToken null on the last page
 */
public record Page(List<String> entries, String nextToken) {
    private static final int MAX_RESULTS = 100;

    /**
     * Returns one page of a list.
     *
     * @param keys all entries in their order
     * @param list identifies the list by operation, cluster and filters; a token is valid for this
     *     list only
     * @param maxResults null for 100
     * @param token null or empty for the first page
     */
    public static Page of(
            PageTokens tokens,
            Iterable<String> keys,
            String list,
            Integer maxResults,
            String token) {
        return of(
                tokens,
                after ->
                        StreamSupport.stream(keys.spliterator(), false)
                                .filter(key -> after == null || key.compareTo(after) > 0),
                list,
                maxResults,
                token);
    }

    /**
     * Returns one page of a list that can be read from any key. Entries before the page are not
     * read.
     *
     * @param keysAfter all entries behind a key, in the order of the list; from the first where the
     *     key is null
     */
    public static Page of(
            PageTokens tokens,
            Function<String, Stream<String>> keysAfter,
            String list,
            Integer maxResults,
            String token) {
        var size = size(maxResults);
        var after = token == null || token.isEmpty() ? null : tokens.read(token, list);
        var entries = keysAfter.apply(after).limit(size + 1L).toList();
        if (entries.size() <= size) {
            return new Page(entries, null);
        }
        var page = entries.subList(0, size);
        return new Page(page, tokens.write(page.getLast(), list));
    }

    private static int size(Integer maxResults) {
        if (maxResults == null) {
            return MAX_RESULTS;
        }
        if (maxResults < 1 || maxResults > MAX_RESULTS) {
            throw ApiException.invalidParameter("maxResults must be between 1 and 100.");
        }
        return maxResults;
    }
}
