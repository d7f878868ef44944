package dev.berth.protocol.cbor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.model.ModelReader;
import dev.berth.protocol.model.ModelWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Documents of Smithy RPC v2 CBOR over the SDK's model classes. They have the structure of AWS
 * JSON; times carry tag 1, bytes and numbers that are not finite are written as they are.
 */
public final class AwsCbor {
    private static final CBORMapper MAPPER =
            CBORMapper.builder(
                            CBORFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(ModelReader.MAX_DEPTH)
                                                    .build())
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private AwsCbor() {}

    /** What is set in a model object or its builder. */
    public static byte[] write(SdkPojo pojo) {
        var bytes = new ByteArrayOutputStream(512);
        try (var out = MAPPER.getFactory().createGenerator(bytes)) {
            ModelWriter.write(pojo, new CborSink(out));
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

    /** Fills a builder and returns it. */
    public static <B extends SdkPojo> B decode(JsonNode document, B builder)
            throws MalformedDocumentException {
        return ModelReader.fill(document, builder, CborForm.INSTANCE);
    }

    /** Reads a body; an empty one is an empty map, which operations without input send. */
    public static ObjectNode parse(byte[] body) throws MalformedDocumentException {
        if (body.length == 0) {
            return MAPPER.createObjectNode();
        }
        JsonNode tree;
        try {
            tree = MAPPER.readTree(body);
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException _) {
            // Jackson's reader has no single exception for bytes that are no CBOR.
            throw new MalformedDocumentException(
                    "", "CBOR of at most " + ModelReader.MAX_DEPTH + " levels", "");
        }
        if (tree instanceof ObjectNode object) {
            return object;
        }
        throw new MalformedDocumentException("", "a CBOR map", ", not another CBOR value");
    }
}
