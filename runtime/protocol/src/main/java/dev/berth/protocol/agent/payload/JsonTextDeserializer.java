package dev.berth.protocol.agent.payload;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;

/** Reads a member that is JSON in a string, and takes a bare object as well. */
final class JsonTextDeserializer extends StdDeserializer<String> {
    JsonTextDeserializer() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
            throws IOException {
        return switch (parser.currentToken()) {
            case JsonToken token when token == JsonToken.VALUE_STRING -> parser.getText();
            case JsonToken token when token == JsonToken.START_OBJECT ->
                    context.readTree(parser).toString();
            default -> (String) context.handleUnexpectedToken(String.class, parser);
        };
    }
}
