package dev.berth.protocol.json;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/**
 * The members of one class of the SDK's model, worked out once per class from its {@code
 * sdkFields()}.
 */
final class Shape {
    private static final ConcurrentHashMap<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

    private final List<Member> members;
    private final Map<String, Member> byName;

    private Shape(SdkPojo pojo) {
        members = pojo.sdkFields().stream().map(Member::of).toList();
        byName = HashMap.newHashMap(members.size());
        members.forEach(member -> byName.put(member.name(), member));
    }

    static Shape of(SdkPojo pojo) {
        var known = SHAPES.get(pojo.getClass());
        return known != null
                ? known
                : SHAPES.computeIfAbsent(pojo.getClass(), _ -> new Shape(pojo));
    }

    List<Member> members() {
        return members;
    }

    Optional<Member> member(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * One member, or what a list or map holds.
     *
     * @param element what a list or map holds, else null
     * @param constructor makes the builder of a structure, else null
     * @param hasDefault whether reading the member invents a value when it is absent (an
     *     idempotency token)
     */
    record Member(
            String name,
            SdkField<?> field,
            MarshallingKnownType type,
            Member element,
            Supplier<SdkPojo> constructor,
            boolean hasDefault) {

        static Member of(SdkField<?> field) {
            var type = field.marshallingType().getKnownType();
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
                    field.containsTrait(DefaultValueTrait.class));
        }

        /**
         * What somebody set, or null: the SDK's own stand-ins for absent lists and maps count as
         * absent.
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
}
