package dev.berth.protocol.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.protocol.model.DocumentForm;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.model.Shape.Member;
import dev.berth.protocol.model.Timestamps;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Trees of query forms. A list is {@code Name.member.1}, {@code Name.member.2}, …, flattened {@code
 * Name.1}; a map is {@code Name.entry.1.key} and {@code Name.entry.1.value}, flattened {@code
 * Name.1.key}. Elements are taken in the order of their numbers, and gaps are closed. {@code Name=}
 * is an empty list or map.
 */
final class QueryTree implements DocumentForm {
    static final QueryTree INSTANCE = new QueryTree();

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,19}");
    private static final Pattern DECIMAL =
            Pattern.compile(
                    "[+-]?([0-9]{1,40}\\.?[0-9]{0,40}|\\.[0-9]{1,40})([eE][+-]?[0-9]{1,3})?");

    private QueryTree() {}

    @Override
    public List<Object> list(JsonNode node, Member list, ElementReader reader)
            throws MalformedDocumentException {
        var outer = list.traits().isFlattened() ? null : list.element().name();
        var elements = new ArrayList<>();
        for (var part : numbered(node, outer, "a list").entrySet()) {
            try {
                elements.add(reader.read(part.getValue(), list.element()));
            } catch (MalformedDocumentException e) {
                throw e.within(step(outer, part.getKey()));
            }
        }
        return elements;
    }

    @Override
    public Map<String, Object> map(JsonNode node, Member map, ElementReader reader)
            throws MalformedDocumentException {
        var outer = map.traits().isFlattened() ? null : "entry";
        var entries = new LinkedHashMap<String, Object>();
        for (var part : numbered(node, outer, "a map").entrySet()) {
            try {
                entry(part.getValue(), map, reader, entries);
            } catch (MalformedDocumentException e) {
                throw e.within(step(outer, part.getKey()));
            }
        }
        return entries;
    }

    private static void entry(
            JsonNode node, Member map, ElementReader reader, Map<String, Object> entries)
            throws MalformedDocumentException {
        var key = node.get(map.traits().key());
        var value = node.get(map.traits().value());
        if (key == null || !key.isTextual() || value == null) {
            throw new MalformedDocumentException(
                    "",
                    "an entry",
                    " with %s and %s".formatted(map.traits().key(), map.traits().value()));
        }
        try {
            if (entries.put(key.textValue(), reader.read(value, map.element())) != null) {
                throw new MalformedDocumentException("", "the only entry of its key", "");
            }
        } catch (MalformedDocumentException e) {
            throw e.within(map.traits().value());
        }
    }

    private static String step(String outer, int number) {
        return outer == null ? Integer.toString(number) : outer + "." + number;
    }

    /** What stands under the numbers, in their order. */
    private static Map<Integer, JsonNode> numbered(JsonNode node, String outer, String expected)
            throws MalformedDocumentException {
        var parts = new TreeMap<Integer, JsonNode>();
        if (node.isTextual() && node.textValue().isEmpty()) {
            return parts;
        }
        var inner = outer == null ? node : node.get(outer);
        var detail = " with parameters such as " + step(outer, 1);
        if (!(inner instanceof ObjectNode object) || (outer != null && node.size() != 1)) {
            throw new MalformedDocumentException("", expected, detail);
        }
        for (var property : object.properties()) {
            if (!NUMBER.matcher(property.getKey()).matches()) {
                throw new MalformedDocumentException("", expected, detail);
            }
            parts.put(Integer.valueOf(property.getKey()), property.getValue());
        }
        return parts;
    }

    @Override
    public Object scalar(JsonNode node, Member member) throws MalformedDocumentException {
        if (!node.isTextual()) {
            throw new MalformedDocumentException(
                    "", "a single value", ", not a list or a structure");
        }
        var text = node.textValue();
        return switch (member.type()) {
            case STRING -> text;
            case BOOLEAN -> bool(text);
            case INTEGER -> (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
            case SHORT -> (short) whole(text, Short.MIN_VALUE, Short.MAX_VALUE);
            case BYTE -> (byte) whole(text, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case DOUBLE -> floatingPoint(text);
            case FLOAT -> (float) floatingPoint(text);
            case BIG_DECIMAL -> new BigDecimal(decimal(text));
            case INSTANT -> Timestamps.readText(text, member.traits().timeFormat());
            case SDK_BYTES -> bytes(text);
            case DOCUMENT, SDK_POJO, LIST, MAP, NULL ->
                    throw new MalformedDocumentException(
                            "", "absent", ": the query protocol has no such values");
        };
    }

    private static boolean bool(String text) throws MalformedDocumentException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new MalformedDocumentException("", "true or false", "");
        };
    }

    private static long whole(String text, long min, long max) throws MalformedDocumentException {
        if (WHOLE.matcher(text).matches()) {
            try {
                var value = Long.parseLong(text);
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException _) {
                // 19 digits may be more than a long holds
            }
        }
        throw new MalformedDocumentException("", "an integer", "");
    }

    private static double floatingPoint(String text) throws MalformedDocumentException {
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(decimal(text));
        };
    }

    private static String decimal(String text) throws MalformedDocumentException {
        if (DECIMAL.matcher(text).matches()) {
            return text;
        }
        throw new MalformedDocumentException("", "a number", "");
    }

    private static SdkBytes bytes(String text) throws MalformedDocumentException {
        try {
            return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException _) {
            throw new MalformedDocumentException("", "a string in Base64", "");
        }
    }
}
