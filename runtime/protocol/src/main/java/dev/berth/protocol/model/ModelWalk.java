package dev.berth.protocol.model;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Walks over the members of a model object that are set. Empty lists, maps and structures count as
 * not set, as in requests to ECS.
 */
public final class ModelWalk {
    private ModelWalk() {}

    /**
     * A member that is set.
     *
     * @param name its place in the model, such as {@code
     *     containerDefinitions[].portMappings[].hostPort}
     * @param path its place in this object, such as {@code
     *     containerDefinitions[0].portMappings[1].hostPort}
     * @param value a string, number, Boolean, Instant, SdkBytes, Document, SdkPojo, List or Map
     */
    public record Member(String name, String path, Object value) {}

    @FunctionalInterface
    public interface Visitor {
        /** Called for a member before the members within it; false leaves those out. */
        boolean visit(Member member);
    }

    public static void walk(SdkPojo pojo, Visitor visitor) {
        structure(pojo, "", "", visitor);
    }

    /** The {@link Member#name names} of all members that are set, outer before inner. */
    public static Set<String> membersSet(SdkPojo pojo) {
        var names = new LinkedHashSet<String>();
        walk(
                pojo,
                member -> {
                    names.add(member.name());
                    return true;
                });
        return names;
    }

    private static void structure(SdkPojo pojo, String name, String path, Visitor visitor) {
        for (var member : Shape.of(pojo).members()) {
            var value = member.valueIn(pojo);
            if (!isSet(value)) {
                continue;
            }
            var memberName = name.isEmpty() ? member.name() : name + "." + member.name();
            var memberPath = path.isEmpty() ? member.name() : path + "." + member.name();
            if (visitor.visit(new Member(memberName, memberPath, value))) {
                within(value, memberName, memberPath, visitor);
            }
        }
    }

    private static void within(Object value, String name, String path, Visitor visitor) {
        switch (value) {
            case SdkPojo pojo -> structure(pojo, name, path, visitor);
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    within(list.get(i), name + "[]", path + "[" + i + "]", visitor);
                }
            }
            case Map<?, ?> map ->
                    map.forEach(
                            (key, element) ->
                                    within(element, name + "{}", path + "." + key, visitor));
            default -> {}
        }
    }

    private static boolean isSet(Object value) {
        return switch (value) {
            case null -> false;
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case SdkPojo pojo ->
                    Shape.of(pojo).members().stream().anyMatch(m -> isSet(m.valueIn(pojo)));
            default -> true;
        };
    }
}
