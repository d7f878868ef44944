package dev.berth.domain.placement;

import java.util.Map;

/** An attribute that a task requires of an instance: {@code name}, or {@code name=value}. */
public final class RequiredAttribute {

    private RequiredAttribute() {}

    /** Names contain no equals sign, so the value begins after the first one. */
    public static boolean isMet(String required, Map<String, String> attributes) {
        int equals = required.indexOf('=');
        return equals < 0
                ? attributes.containsKey(required)
                : required.substring(equals + 1)
                        .equals(attributes.get(required.substring(0, equals)));
    }
}
