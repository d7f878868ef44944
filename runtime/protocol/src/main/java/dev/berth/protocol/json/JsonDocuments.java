package dev.berth.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import software.amazon.awssdk.core.document.Document;

/** Members that may hold any JSON, which the SDK's model calls documents. */
final class JsonDocuments {
    private JsonDocuments() {}

    static void write(Document document, JsonGenerator out) throws IOException {
        if (document.isString()) {
            out.writeString(document.asString());
        } else if (document.isBoolean()) {
            out.writeBoolean(document.asBoolean());
        } else if (document.isNumber()) {
            out.writeNumber(document.asNumber().bigDecimalValue());
        } else if (document.isList()) {
            out.writeStartArray();
            for (var element : document.asList()) {
                write(element, out);
            }
            out.writeEndArray();
        } else if (document.isMap()) {
            out.writeStartObject();
            for (var entry : document.asMap().entrySet()) {
                out.writeFieldName(entry.getKey());
                write(entry.getValue(), out);
            }
            out.writeEndObject();
        } else {
            out.writeNull();
        }
    }

    static Document fromJson(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> Document.fromString(node.textValue());
            case BOOLEAN -> Document.fromBoolean(node.booleanValue());
            case NUMBER ->
                    Double.isFinite(node.doubleValue())
                            ? Document.fromNumber(node.asText())
                            : Document.fromString(node.asText());
            case ARRAY -> {
                var list = Document.listBuilder();
                node.forEach(element -> list.addDocument(fromJson(element)));
                yield list.build();
            }
            case OBJECT -> {
                var map = Document.mapBuilder();
                node.properties().forEach(e -> map.putDocument(e.getKey(), fromJson(e.getValue())));
                yield map.build();
            }
            case NULL, MISSING, BINARY, POJO -> Document.fromNull();
        };
    }
}
