package dev.berth.actors.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.berth.domain.family.Revisions;
import java.io.IOException;

/** Writes the revisions of a family as a map by number. */
final class RevisionsSerializer extends StdSerializer<Revisions> {

    RevisionsSerializer() {
        super(Revisions.class);
    }

    @Override
    public void serialize(Revisions revisions, JsonGenerator generator, SerializerProvider provider)
            throws IOException {
        provider.defaultSerializeValue(revisions.byNumber(), generator);
    }
}
