package dev.berth.domain.tag;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The tags of a resource, value by key. Keys that begin with {@code aws:} are system tags and do
 * not count against the limit.
 */
public final class Tags {

    /** The maximum number of user tags of a resource. */
    public static final int MAX_TAGS = 50;

    private static final String SYSTEM = "aws:";

    private Tags() {}

    /** The tags in a snapshot; null in snapshots of versions without tags. */
    public static Map<String, String> held(Map<String, String> tags) {
        return tags == null ? Map.of() : Map.copyOf(tags);
    }

    /** The tags after a change. A key that is set again has the new value. */
    public static Map<String, String> changed(
            Map<String, String> held, Map<String, String> set, Collection<String> removed) {
        var after = new HashMap<>(held);
        removed.forEach(after::remove);
        after.putAll(set);
        return Map.copyOf(after);
    }

    public static boolean tooMany(Map<String, String> tags) {
        return tags.keySet().stream().filter(key -> !isSystems(key)).count() > MAX_TAGS;
    }

    /** Whether only the system can write such a key or value. */
    public static boolean isSystems(String text) {
        return text.toLowerCase(Locale.ROOT).startsWith(SYSTEM);
    }
}
