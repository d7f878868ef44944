package dev.berth.protocol.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import software.amazon.awssdk.core.document.Document;

/** Members that may hold any JSON, which the SDK's model calls documents. */
final class JsonDocuments {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonDocuments() {}

    static JsonNode toJson(Document document) {
        if (document.isString()) {
            return NODES.textNode(document.asString());
        }
        if (document.isBoolean()) {
            return NODES.booleanNode(document.asBoolean());
        }
        if (document.isNumber()) {
            return DecimalNode.valueOf(document.asNumber().bigDecimalValue());
        }
        if (document.isList()) {
            var array = NODES.arrayNode();
            document.asList().forEach(element -> array.add(toJson(element)));
            return array;
        }
        if (document.isMap()) {
            var object = NODES.objectNode();
            document.asMap().forEach((key, value) -> object.set(key, toJson(value)));
            return object;
        }
        return NODES.nullNode();
    }

    static Document fromJson(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> Document.fromString(node.textValue());
            case BOOLEAN -> Document.fromBoolean(node.booleanValue());
            case NUMBER -> Document.fromNumber(node.asText());
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
