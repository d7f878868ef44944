package dev.berth.protocol.model;

import dev.berth.protocol.model.Shape.Member;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Walks over a model object and passes its members to a {@link ModelSink}. Members that are not set
 * are omitted; a list or map that was set is written even when it is empty; a structure is never
 * written empty as a member, except within a task definition, which is returned as it was
 * registered.
 */
public final class ModelWriter {
    private static final Set<Class<?>> TASK_DEFINITIONS =
            Set.of(TaskDefinition.class, RegisterTaskDefinitionRequest.class);

    private final ModelSink sink;

    private ModelWriter(ModelSink sink) {
        this.sink = sink;
    }

    /**
     * @param pojo a model object or its builder
     */
    public static void write(SdkPojo pojo, ModelSink sink) throws IOException {
        var built = pojo instanceof Buildable builder ? (SdkPojo) builder.build() : pojo;
        new ModelWriter(sink).structure(built, false);
    }

    private void structure(SdkPojo pojo, boolean keepsEmpty) throws IOException {
        var keeps = keepsEmpty || TASK_DEFINITIONS.contains(pojo.getClass());
        sink.beginStructure();
        for (var member : Shape.of(pojo).members()) {
            var value = member.valueIn(pojo);
            if (keeps ? value != null : isWritten(value)) {
                sink.beginMember(member);
                value(member, value, keeps);
                sink.endMember(member);
            }
        }
        sink.endStructure();
    }

    private static boolean isWritten(Object value) {
        if (!(value instanceof SdkPojo pojo)) {
            return value != null;
        }
        for (var member : Shape.of(pojo).members()) {
            if (isWritten(member.valueIn(pojo))) {
                return true;
            }
        }
        return false;
    }

    private void value(Member member, Object value, boolean keepsEmpty) throws IOException {
        switch (value) {
            case SdkPojo pojo -> structure(pojo, keepsEmpty);
            case List<?> list -> {
                sink.beginList(member, list.size());
                for (var element : list) {
                    sink.beginElement(member);
                    value(member.element(), element, keepsEmpty);
                    sink.endElement(member);
                }
                sink.endList(member);
            }
            case Map<?, ?> map -> {
                sink.beginMap(member, map.size());
                for (var entry : map.entrySet()) {
                    sink.beginEntry(member, (String) entry.getKey());
                    value(member.element(), entry.getValue(), keepsEmpty);
                    sink.endEntry(member);
                }
                sink.endMap(member);
            }
            case null, default -> sink.scalar(member, value);
        }
    }
}
