package dev.berth.domain.instance;

import static dev.berth.domain.Decision.accept;
import static dev.berth.domain.Decision.nothing;
import static dev.berth.domain.Decision.reject;

import dev.berth.domain.Decision;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.instance.InstanceEvent.AttributesChanged;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A change of custom attributes: some are set, some are removed. Attributes of ECS and of agents
 * cannot be changed.
 */
public record AttributeChange(Map<String, String> set, Set<String> removed) {

    /** The maximum number of custom attributes of an instance. */
    public static final int MAX_ATTRIBUTES = 10;

    private static final List<String> BUILT_IN =
            List.of("ecs.", "com.amazonaws.ecs.", "berth.", "dev.berth.");

    public AttributeChange {
        set = Map.copyOf(set);
        removed = Set.copyOf(removed);
    }

    /** Whether an attribute is custom, by its name. */
    public static boolean isCustom(String name) {
        return BUILT_IN.stream().noneMatch(name::startsWith);
    }

    Map<String, String> after(Map<String, String> held) {
        var after = new HashMap<>(held);
        after.keySet().removeAll(removed);
        after.putAll(set);
        return after;
    }

    Decision<InstanceEvent> decide(Map<String, String> held) {
        var builtIn =
                Stream.concat(set.keySet().stream(), removed.stream())
                        .filter(name -> !isCustom(name))
                        .sorted()
                        .findFirst();
        if (builtIn.isPresent()) {
            return reject(
                    ErrorCode.INVALID_PARAMETER,
                    "The attribute %s cannot be changed: names that begin with %s are reserved."
                            .formatted(builtIn.get(), String.join(" or ", BUILT_IN)));
        }
        var after = after(held);
        if (after.equals(held)) {
            return nothing();
        }
        var custom = after.keySet().stream().filter(AttributeChange::isCustom).count();
        // An agent can register more. Existing attributes can be changed and removed.
        return custom > MAX_ATTRIBUTES && after.size() > held.size()
                ? reject(
                        ErrorCode.ATTRIBUTE_LIMIT_EXCEEDED,
                        "A container instance can have up to %d custom attributes."
                                .formatted(MAX_ATTRIBUTES))
                : accept(new AttributesChanged(set, removed));
    }
}
