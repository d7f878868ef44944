package dev.berth.protocol.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/**
 * The members of one class of the SDK's model. They are read from {@code sdkFields()} once per
 * class and kept.
 */
public final class Shape {
    private static final ConcurrentHashMap<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

    private final List<Member> members;
    private final Map<String, Member> byName;

    private Shape(SdkPojo pojo) {
        members = pojo.sdkFields().stream().map(Member::of).toList();
        byName = HashMap.newHashMap(members.size());
        members.forEach(member -> byName.put(member.name(), member));
    }

    /**
     * @param pojo a model object or its builder
     */
    public static Shape of(SdkPojo pojo) {
        var known = SHAPES.get(pojo.getClass());
        return known != null
                ? known
                : SHAPES.computeIfAbsent(pojo.getClass(), _ -> new Shape(pojo));
    }

    public List<Member> members() {
        return members;
    }

    /** The member that has this name on the wire, or null. */
    Member member(String name) {
        return byName.get(name);
    }

    /**
     * One member, or the element of a list or map.
     *
     * @param name the name on the wire
     * @param element what a list or map holds, else null
     * @param constructor makes the builder of a structure, else null
     * @param hasDefault whether reading the member invents a value when it is absent (an
     *     idempotency token)
     * @param traits what single protocols want to know of the member
     */
    public record Member(
            String name,
            SdkField<?> field,
            MarshallingKnownType type,
            Member element,
            Supplier<SdkPojo> constructor,
            boolean hasDefault,
            Traits traits) {

        private static Member of(SdkField<?> field) {
            var type = field.marshallingType().getKnownType();
            var traits = Traits.of(field);
            var element =
                    switch (type) {
                        case LIST -> of(field.getTrait(ListTrait.class).memberFieldInfo());
                        case MAP -> of(field.getTrait(MapTrait.class).valueFieldInfo());
                        default -> null;
                    };
            return new Member(
                    field.locationName(),
                    field,
                    type,
                    element,
                    field.constructor(),
                    field.containsTrait(DefaultValueTrait.class),
                    traits);
        }

        /**
         * What the caller set, or null. A list or map that the SDK constructed for an absent one is
         * null too.
         */
        Object valueIn(SdkPojo pojo) {
            var value = hasDefault ? withoutDefault(pojo) : field.getValueOrDefault(pojo);
            return value instanceof SdkAutoConstructList<?>
                            || value instanceof SdkAutoConstructMap<?, ?>
                    ? null
                    : value;
        }

        private Object withoutDefault(SdkPojo pojo) {
            return pojo instanceof SdkRequest request
                    ? request.getValueForField(field.memberName(), Object.class).orElse(null)
                    : field.getValueOrDefault(pojo);
        }
    }

    /**
     * What single protocols want to know of a member.
     *
     * @param isFlattened whether the query protocol writes the elements of a list or map without an
     *     element around them
     * @param key the name of a map's keys in the query protocol, else null
     * @param value the name of a map's values in the query protocol, else null
     * @param timeFormat the format that the model sets for a time, or null for the protocol's own
     */
    public record Traits(
            boolean isFlattened, String key, String value, TimestampFormatTrait.Format timeFormat) {

        private static Traits of(SdkField<?> field) {
            var list = field.getTrait(ListTrait.class);
            var map = field.getTrait(MapTrait.class);
            var time = field.getTrait(TimestampFormatTrait.class);
            return new Traits(
                    (list != null && list.isFlattened()) || (map != null && map.isFlattened()),
                    map == null ? null : map.keyLocationName(),
                    map == null ? null : map.valueLocationName(),
                    time == null ? null : time.format());
        }
    }
}
