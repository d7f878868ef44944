package dev.berth.protocol.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.utils.builder.Buildable;

/** Model objects as JSON trees. */
final class JsonEncoder {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonEncoder() {}

    static ObjectNode structure(SdkPojo pojoOrBuilder) {
        var pojo =
                pojoOrBuilder instanceof Buildable builder
                        ? (SdkPojo) builder.build()
                        : pojoOrBuilder;
        var object = NODES.objectNode();
        for (var member : Shape.of(pojo).members()) {
            var value = member.valueIn(pojo);
            if (value == null) {
                continue;
            }
            var node = node(value);
            if (!(value instanceof SdkPojo) || !node.isEmpty()) {
                object.set(member.name(), node);
            }
        }
        return object;
    }

    private static JsonNode node(Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case String text -> NODES.textNode(text);
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Boolean flag -> NODES.booleanNode(flag);
            case Double number -> floatingPoint(number);
            case Float number -> floatingPoint(Double.parseDouble(number.toString()));
            case Short number -> NODES.numberNode(number);
            case Byte number -> NODES.numberNode(number);
            case BigDecimal number -> DecimalNode.valueOf(number);
            case Instant instant -> epochSeconds(instant);
            case SdkBytes bytes -> NODES.binaryNode(bytes.asByteArrayUnsafe());
            case SdkPojo pojo -> structure(pojo);
            case List<?> list -> {
                var array = NODES.arrayNode(list.size());
                list.forEach(element -> array.add(node(element)));
                yield array;
            }
            case Map<?, ?> map -> {
                var object = NODES.objectNode();
                map.forEach((key, element) -> object.set((String) key, node(element)));
                yield object;
            }
            case Document document -> JsonDocuments.toJson(document);
            default ->
                    throw new IllegalArgumentException(
                            "the model has a type that this codec does not know: "
                                    + value.getClass());
        };
    }

    /** JSON has no NaN and no infinity; AWS writes them as strings. */
    private static JsonNode floatingPoint(double number) {
        return Double.isFinite(number)
                ? NODES.numberNode(number)
                : NODES.textNode(Double.toString(number));
    }

    /** Seconds, with milliseconds where there are any; never in the exponent form. */
    private static JsonNode epochSeconds(Instant instant) {
        var milliseconds = instant.toEpochMilli();
        return milliseconds % 1000 == 0
                ? NODES.numberNode(milliseconds / 1000)
                : DecimalNode.valueOf(BigDecimal.valueOf(milliseconds, 3));
    }
}
