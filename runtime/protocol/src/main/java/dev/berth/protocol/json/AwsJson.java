package dev.berth.protocol.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.model.ModelReader;
import dev.berth.protocol.model.ModelWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Documents of AWS JSON 1.0 and 1.1 over the SDK's model classes: any request and any response, in
 * either direction.
 *
 * <p>Reading is strict about types and lenient about names: a member of another type than the
 * model's is refused with its path, null is absent, an unknown member is ignored, and an empty list
 * stays an empty list. Writing omits members that are not set, writes a list or map that was set
 * even when it is empty, and never writes an empty structure as a member, except within a task
 * definition, which is returned as it was registered.
 */
public final class AwsJson {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(ModelReader.MAX_DEPTH)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private AwsJson() {}

    /** What is set in a model object or its builder, as UTF-8. */
    public static byte[] write(SdkPojo pojo) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out = MAPPER.createGenerator(bytes)) {
            ModelWriter.write(pojo, new JsonSink(out));
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    public static byte[] write(JsonNode document) {
        try {
            return MAPPER.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    /** What is set in a model object or its builder, as a tree. */
    public static ObjectNode tree(SdkPojo pojo) {
        try (var buffer = new TokenBuffer(MAPPER, false)) {
            ModelWriter.write(pojo, new JsonSink(buffer));
            return MAPPER.readTree(buffer.asParser());
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
    }

    /**
     * Fills a builder.
     *
     * @param builder such as {@code RunTaskRequest.builder()}
     * @return the same builder
     */
    public static <B extends SdkPojo> B decode(JsonNode document, B builder)
            throws MalformedDocumentException {
        return ModelReader.fill(document, builder, JsonForm.INSTANCE);
    }

    /** Reads a body; an empty one is an empty object, as AWS takes it. */
    public static ObjectNode parse(byte[] body) throws MalformedDocumentException {
        if (body.length == 0) {
            return MAPPER.createObjectNode();
        }
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
            throw new MalformedDocumentException("", "a JSON object", ", not another JSON value");
        } catch (JsonProcessingException e) {
            var at = e.getLocation();
            var place =
                    at == null
                            ? ""
                            : ". The error is at line %d, column %d"
                                    .formatted(at.getLineNr(), at.getColumnNr());
            throw new MalformedDocumentException(
                    "", "JSON of at most " + ModelReader.MAX_DEPTH + " levels", place);
        } catch (IOException _) {
            // Jackson reports bytes that are no UTF-8 so.
            throw new MalformedDocumentException("", "JSON in UTF-8", "");
        }
    }
}
