package dev.berth.protocol.model;

import dev.berth.protocol.model.Shape.Member;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Walks over a model object and tells a {@link ModelSink} what is in it. Members that nobody set
 * are left out; a list or map that was set is written even when it is empty; a structure is never
 * written empty as a member.
 */
public final class ModelWriter {
    private final ModelSink sink;

    private ModelWriter(ModelSink sink) {
        this.sink = sink;
    }

    /**
     * @param pojo a model object or its builder
     */
    public static void write(SdkPojo pojo, ModelSink sink) throws IOException {
        var built = pojo instanceof Buildable builder ? (SdkPojo) builder.build() : pojo;
        new ModelWriter(sink).structure(built);
    }

    private void structure(SdkPojo pojo) throws IOException {
        sink.beginStructure();
        for (var member : Shape.of(pojo).members()) {
            var value = member.valueIn(pojo);
            if (isWritten(value)) {
                sink.beginMember(member);
                value(member, value);
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

    private void value(Member member, Object value) throws IOException {
        switch (value) {
            case SdkPojo pojo -> structure(pojo);
            case List<?> list -> {
                sink.beginList(member, list.size());
                for (var element : list) {
                    sink.beginElement(member);
                    value(member.element(), element);
                    sink.endElement(member);
                }
                sink.endList(member);
            }
            case Map<?, ?> map -> {
                sink.beginMap(member, map.size());
                for (var entry : map.entrySet()) {
                    sink.beginEntry(member, (String) entry.getKey());
                    value(member.element(), entry.getValue());
                    sink.endEntry(member);
                }
                sink.endMap(member);
            }
            case null, default -> sink.scalar(member, value);
        }
    }
}
