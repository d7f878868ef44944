package dev.berth.protocol.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the absent lists and maps of a message as empty ones. */
public final class Absent {
    private Absent() {}

    public static <T> List<T> asEmpty(List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /** Keeps the order of the message, so that it is written again as it was read. */
    public static <V> Map<String, V> asEmpty(Map<String, V> map) {
        return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
