package dev.berth.protocol.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.protocol.json.Shape.Member;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/** JSON trees as model objects. */
final class JsonDecoder {
    /** The end of the year 9999; what lies beyond is a client that sent milliseconds. */
    private static final double LAST_SECOND = 253_402_300_799.0;

    private JsonDecoder() {}

    static void fill(JsonNode node, SdkPojo builder, String path, int depth)
            throws AwsJsonException {
        if (!(node instanceof ObjectNode object)) {
            throw new AwsJsonException(path, "an object", ", not " + nameOf(node));
        }
        if (depth >= AwsJsonCodec.MAX_DEPTH) {
            throw new AwsJsonException(
                    path, "nested at most " + AwsJsonCodec.MAX_DEPTH + " levels deep", "");
        }
        var shape = Shape.of(builder);
        for (var property : object.properties()) {
            var member = shape.member(property.getKey()).orElse(null);
            if (member == null || property.getValue().isNull()) {
                continue;
            }
            var memberPath = path.isEmpty() ? member.name() : path + "." + member.name();
            member.field().set(builder, value(property.getValue(), member, memberPath, depth + 1));
        }
    }

    private static Object value(JsonNode node, Member member, String path, int depth)
            throws AwsJsonException {
        return switch (member.type()) {
            case STRING -> require(node.isTextual(), node, path, "a string").textValue();
            case BOOLEAN -> require(node.isBoolean(), node, path, "true or false").booleanValue();
            case INTEGER ->
                    require(isWhole(node) && node.canConvertToInt(), node, path, "an integer")
                            .intValue();
            case LONG ->
                    require(isWhole(node) && node.canConvertToLong(), node, path, "an integer")
                            .longValue();
            case SHORT ->
                    require(
                                    isWhole(node) && node.intValue() == node.shortValue(),
                                    node,
                                    path,
                                    "an integer")
                            .shortValue();
            case BYTE ->
                    require(
                                    isWhole(node) && node.intValue() == (byte) node.intValue(),
                                    node,
                                    path,
                                    "an integer")
                            .numberValue()
                            .byteValue();
            case DOUBLE -> floatingPoint(node, path);
            case FLOAT -> (float) floatingPoint(node, path);
            case BIG_DECIMAL -> require(node.isNumber(), node, path, "a number").decimalValue();
            case INSTANT -> instant(node, path);
            case SDK_BYTES -> bytes(node, path);
            case SDK_POJO -> structure(node, member, path, depth);
            case LIST -> list(node, member, path, depth);
            case MAP -> map(node, member, path, depth);
            case DOCUMENT -> JsonDocuments.fromJson(node);
            case NULL -> null;
        };
    }

    private static Object structure(JsonNode node, Member member, String path, int depth)
            throws AwsJsonException {
        var builder = member.constructor().get();
        fill(node, builder, path, depth);
        return ((Buildable) builder).build();
    }

    private static Object list(JsonNode node, Member member, String path, int depth)
            throws AwsJsonException {
        require(node.isArray(), node, path, "a list");
        var list = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            list.add(value(node.get(i), member.element(), path + "[" + i + "]", depth));
        }
        return list;
    }

    private static Object map(JsonNode node, Member member, String path, int depth)
            throws AwsJsonException {
        require(node.isObject(), node, path, "an object");
        var map = LinkedHashMap.<String, Object>newLinkedHashMap(node.size());
        for (var property : node.properties()) {
            var place = path + "." + property.getKey();
            map.put(property.getKey(), value(property.getValue(), member.element(), place, depth));
        }
        return map;
    }

    private static double floatingPoint(JsonNode node, String path) throws AwsJsonException {
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
        return require(node.isNumber(), node, path, "a number").doubleValue();
    }

    private static Instant instant(JsonNode node, String path) throws AwsJsonException {
        var expected = "a time in seconds since 1970";
        require(node.isNumber(), node, path, expected);
        if (!(Math.abs(node.doubleValue()) <= LAST_SECOND)) {
            throw new AwsJsonException(path, expected, ", not a number beyond the year 9999");
        }
        // A double cannot hold today's date to the nanosecond, so what is finer than a microsecond
        // is noise.
        var microseconds =
                node.decimalValue()
                        .movePointRight(6)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact();
        return Instant.EPOCH.plus(microseconds, ChronoUnit.MICROS);
    }

    private static SdkBytes bytes(JsonNode node, String path) throws AwsJsonException {
        require(node.isTextual(), node, path, "a string in Base64");
        try {
            return SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(node.textValue()));
        } catch (IllegalArgumentException _) {
            throw new AwsJsonException(path, "a string in Base64", ", not another string");
        }
    }

    private static boolean isWhole(JsonNode node) {
        return node.isIntegralNumber()
                || (node.isFloatingPointNumber() && node.canConvertToExactIntegral());
    }

    private static JsonNode require(boolean fits, JsonNode node, String path, String expected)
            throws AwsJsonException {
        if (fits) {
            return node;
        }
        throw new AwsJsonException(path, expected, ", not " + nameOf(node));
    }

    private static String nameOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "a string";
            case NUMBER -> "this number";
            case BOOLEAN -> "true or false";
            case NULL, MISSING -> "null";
            case BINARY, POJO -> "what it is";
        };
    }
}
