package dev.berth.actors.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.pcollections.PVector;
import org.pcollections.TreePVector;

/** Reads a persistent vector in the same way as Jackson reads other lists. */
final class PVectorDeserializer extends StdDeserializer<PVector<?>>
        implements ContextualDeserializer {

    private final transient JavaType contents;

    PVectorDeserializer() {
        this(null);
    }

    private PVectorDeserializer(JavaType contents) {
        super(PVector.class);
        this.contents = contents;
    }

    @Override
    public JsonDeserializer<?> createContextual(
            DeserializationContext context, BeanProperty property) {
        var type = context.getContextualType();
        return new PVectorDeserializer(
                context.getTypeFactory()
                        .constructCollectionType(ArrayList.class, type.getContentType()));
    }

    @Override
    public PVector<?> deserialize(JsonParser parser, DeserializationContext context)
            throws IOException {
        List<Object> list = context.readValue(parser, contents);
        return TreePVector.from(list);
    }
}
