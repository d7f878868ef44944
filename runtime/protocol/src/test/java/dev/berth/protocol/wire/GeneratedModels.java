package dev.berth.protocol.wire;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Model objects with random values in random members, the same ones for the same seed. A structure
 * that is a member is never empty, since no protocol writes that.
 */
final class GeneratedModels {
    private static final int MAX_DEPTH = 5;
    private static final List<String> TEXTS =
            List.of(
                    "a",
                    "name with spaces",
                    "a&b=c;d%20",
                    "<x>\"'&amp;",
                    "Grüße 日本 🚢",
                    "a.b/c:d",
                    "1");

    private final Random random;

    GeneratedModels(long seed) {
        random = new Random(seed);
    }

    SdkPojo request(Supplier<SdkPojo> builder) {
        var made = structure(builder, 0);
        return made == null ? (SdkPojo) ((Buildable) builder.get()).build() : made;
    }

    private SdkPojo structure(Supplier<SdkPojo> constructor, int depth) {
        var builder = constructor.get();
        var fields = new ArrayList<>(builder.sdkFields());
        fields.removeIf(field -> field.location() != MarshallLocation.PAYLOAD);
        var isEmpty = true;
        for (int i = 0; i < fields.size(); i++) {
            var isLastChance = isEmpty && i == fields.size() - 1;
            var field = fields.get(i);
            if (!isLastChance
                    && random.nextInt(3) == 0
                    && !field.containsTrait(DefaultValueTrait.class)) {
                continue;
            }
            var value = value(field, depth);
            if (value != null) {
                field.set(builder, value);
                isEmpty = false;
            }
        }
        return isEmpty ? null : (SdkPojo) ((Buildable) builder).build();
    }

    private Object value(SdkField<?> field, int depth) {
        return switch (field.marshallingType().getKnownType()) {
            case STRING -> TEXTS.get(random.nextInt(TEXTS.size()));
            case BOOLEAN -> random.nextBoolean();
            case INTEGER -> random.nextInt();
            case LONG -> random.nextLong();
            case SHORT -> (short) random.nextInt();
            case BYTE -> (byte) random.nextInt();
            case DOUBLE -> random.nextGaussian() * 1000;
            case FLOAT -> (float) random.nextGaussian();
            case BIG_DECIMAL -> new BigDecimal("12345678901234567890.5");
            case INSTANT -> Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
            case SDK_BYTES -> bytes();
            case DOCUMENT -> Document.mapBuilder().putString("k", "v").build();
            case NULL -> null;
            case SDK_POJO -> depth == MAX_DEPTH ? null : structure(field.constructor(), depth + 1);
            case LIST -> list(field.getTrait(ListTrait.class).memberFieldInfo(), depth);
            case MAP -> map(field.getTrait(MapTrait.class).valueFieldInfo(), depth);
        };
    }

    private SdkBytes bytes() {
        var bytes = new byte[1 + random.nextInt(20)];
        random.nextBytes(bytes);
        return SdkBytes.fromByteArray(bytes);
    }

    private List<Object> list(SdkField<?> element, int depth) {
        var list = new ArrayList<>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            var value = value(element, depth);
            if (value != null) {
                list.add(value);
            }
        }
        return list.isEmpty() ? null : list;
    }

    private Map<String, Object> map(SdkField<?> element, int depth) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            var value = value(element, depth);
            if (value != null) {
                map.put("key " + i + " <&>", value);
            }
        }
        return map.isEmpty() ? null : map;
    }
}
