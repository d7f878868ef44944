package dev.berth.actors.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** Reads a persistent map in the same way as Jackson reads other maps. */
final class PMapDeserializer extends StdDeserializer<PMap<?, ?>> implements ContextualDeserializer {

    private final transient JavaType contents;

    PMapDeserializer() {
        this(null);
    }

    private PMapDeserializer(JavaType contents) {
        super(PMap.class);
        this.contents = contents;
    }

    @Override
    public JsonDeserializer<?> createContextual(
            DeserializationContext context, BeanProperty property) {
        var type = context.getContextualType();
        return new PMapDeserializer(
                context.getTypeFactory()
                        .constructMapType(
                                LinkedHashMap.class, type.getKeyType(), type.getContentType()));
    }

    @Override
    public PMap<?, ?> deserialize(JsonParser parser, DeserializationContext context)
            throws IOException {
        Map<Object, Object> map = context.readValue(parser, contents);
        return HashTreePMap.from(map);
    }
}
