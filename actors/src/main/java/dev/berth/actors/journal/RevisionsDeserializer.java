package dev.berth.actors.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.berth.domain.family.Revisions;
import dev.berth.domain.family.TaskDefinitionFamily.Revision;
import java.io.IOException;
import java.util.Map;

/** Reads the revisions of a family from a map by number. */
final class RevisionsDeserializer extends StdDeserializer<Revisions> {

    private static final TypeReference<Map<Integer, Revision>> BY_NUMBER = new TypeReference<>() {};

    RevisionsDeserializer() {
        super(Revisions.class);
    }

    @Override
    public Revisions deserialize(JsonParser parser, DeserializationContext context)
            throws IOException {
        var type = context.getTypeFactory().constructType(BY_NUMBER);
        Map<Integer, Revision> byNumber = context.readValue(parser, type);
        return Revisions.of(byNumber);
    }
}
