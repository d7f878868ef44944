package dev.berth.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.SdkPojo;

/**
 * AWS JSON 1.1 over the SDK's model classes: any request, any response, either direction.
 *
 * <p>Reading is strict about types and lenient about names: a member of another type than the
 * model's is refused with its path, null is absent, an unknown member is ignored, and an empty list
 * stays an empty list. Writing leaves out what nobody set, writes a list or map that was set even
 * when it is empty, and never writes an empty structure as a member.
 */
public final class AwsJsonCodec {
    /** Deeper documents are refused, far above what the model nests. */
    public static final int MAX_DEPTH = 64;

    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private AwsJsonCodec() {}

    /** What is set in a model object or its builder. */
    public static ObjectNode encode(SdkPojo pojo) {
        return JsonEncoder.structure(pojo);
    }

    public static byte[] encodeToBytes(SdkPojo pojo) {
        return write(encode(pojo));
    }

    /**
     * Fills a builder.
     *
     * @param builder such as {@code RunTaskRequest.builder()}
     * @return the same builder
     */
    public static <B extends SdkPojo> B decode(JsonNode document, B builder)
            throws AwsJsonException {
        JsonDecoder.fill(document, builder, "", 0);
        return builder;
    }

    /** Reads a body; an empty one is an empty object, as AWS takes it. */
    public static ObjectNode parse(byte[] body) throws AwsJsonException {
        if (body.length == 0) {
            return MAPPER.createObjectNode();
        }
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
            throw new AwsJsonException("", "a JSON object", ", not another JSON value");
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            var place =
                    at == null
                            ? ""
                            : "; it is not at line %d, column %d"
                                    .formatted(at.getLineNr(), at.getColumnNr());
            throw new AwsJsonException("", "JSON of at most " + MAX_DEPTH + " levels", place);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    public static byte[] write(JsonNode document) {
        try {
            return MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }
}
