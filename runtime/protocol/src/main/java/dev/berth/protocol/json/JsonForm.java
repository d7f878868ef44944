package dev.berth.protocol.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.protocol.model.DocumentForm;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.model.ModelReader;
import dev.berth.protocol.model.Shape.Member;
import dev.berth.protocol.model.Timestamps;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;

/** Trees of AWS JSON. */
public final class JsonForm implements DocumentForm {
    public static final JsonForm INSTANCE = new JsonForm();

    private JsonForm() {}

    @Override
    public List<Object> list(JsonNode node, Member list, ElementReader reader)
            throws MalformedDocumentException {
        require(node.isArray(), node, "a list");
        var elements = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            try {
                elements.add(element(node.get(i), list, reader));
            } catch (MalformedDocumentException e) {
                throw e.within("[" + i + "]");
            }
        }
        return elements;
    }

    @Override
    public Map<String, Object> map(JsonNode node, Member map, ElementReader reader)
            throws MalformedDocumentException {
        require(node.isObject(), node, "an object");
        var entries = LinkedHashMap.<String, Object>newLinkedHashMap(node.size());
        for (var property : node.properties()) {
            try {
                entries.put(property.getKey(), element(property.getValue(), map, reader));
            } catch (MalformedDocumentException e) {
                throw e.within(property.getKey());
            }
        }
        return entries;
    }

    private static Object element(JsonNode node, Member outer, ElementReader reader)
            throws MalformedDocumentException {
        return reader.read(node, outer.element());
    }

    @Override
    public Object scalar(JsonNode node, Member member) throws MalformedDocumentException {
        return switch (member.type()) {
            case STRING -> require(node.isTextual(), node, "a string").textValue();
            case BOOLEAN -> require(node.isBoolean(), node, "true or false").booleanValue();
            case INTEGER -> (int) whole(node, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> whole(node, Long.MIN_VALUE, Long.MAX_VALUE);
            case SHORT -> (short) whole(node, Short.MIN_VALUE, Short.MAX_VALUE);
            case BYTE -> (byte) whole(node, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case DOUBLE -> floatingPoint(node);
            case FLOAT -> (float) floatingPoint(node);
            case BIG_DECIMAL ->
                    require(
                                    node.isNumber() && Double.isFinite(node.doubleValue()),
                                    node,
                                    "a number")
                            .decimalValue();
            case INSTANT -> Timestamps.read(node, member.traits().timeFormat());
            case SDK_BYTES -> bytes(node);
            case DOCUMENT -> JsonDocuments.fromJson(node);
            case SDK_POJO, LIST, MAP, NULL ->
                    throw new IllegalArgumentException(member.type() + " is no single value");
        };
    }

    private static long whole(JsonNode node, long min, long max) throws MalformedDocumentException {
        var isWhole =
                node.isIntegralNumber()
                        || (node.isFloatingPointNumber() && node.canConvertToExactIntegral());
        require(isWhole && node.canConvertToLong(), node, "an integer");
        var value = node.longValue();
        require(value >= min && value <= max, node, "an integer");
        return value;
    }

    private static double floatingPoint(JsonNode node) throws MalformedDocumentException {
        if (node.isTextual()) {
            switch (node.textValue()) {
                case "NaN" -> {
                    return Double.NaN;
                }
                case "Infinity" -> {
                    return Double.POSITIVE_INFINITY;
                }
                case "-Infinity" -> {
                    return Double.NEGATIVE_INFINITY;
                }
                default -> {}
            }
        }
        return require(node.isNumber(), node, "a number").doubleValue();
    }

    private static SdkBytes bytes(JsonNode node) throws MalformedDocumentException {
        require(node.isTextual(), node, "a string in Base64");
        try {
            return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(node.textValue()));
        } catch (IllegalArgumentException _) {
            throw new MalformedDocumentException("", "a string in Base64", ", not another string");
        }
    }

    private static JsonNode require(boolean fits, JsonNode node, String expected)
            throws MalformedDocumentException {
        if (fits) {
            return node;
        }
        throw new MalformedDocumentException("", expected, ", not " + ModelReader.nameOf(node));
    }
}
