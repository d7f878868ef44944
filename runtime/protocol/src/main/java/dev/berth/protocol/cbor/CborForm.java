package dev.berth.protocol.cbor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import dev.berth.protocol.json.JsonForm;
import dev.berth.protocol.model.DocumentForm;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.model.ModelReader;
import dev.berth.protocol.model.Shape.Member;
import dev.berth.protocol.model.Timestamps;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;

/** Trees of CBOR. They differ from those of JSON in bytes and times. */
final class CborForm implements DocumentForm {
    static final CborForm INSTANCE = new CborForm();

    private CborForm() {}

    @Override
    public List<Object> list(JsonNode node, Member list, ElementReader reader)
            throws MalformedDocumentException {
        return JsonForm.INSTANCE.list(node, list, reader);
    }

    @Override
    public Map<String, Object> map(JsonNode node, Member map, ElementReader reader)
            throws MalformedDocumentException {
        return JsonForm.INSTANCE.map(node, map, reader);
    }

    @Override
    public Object scalar(JsonNode node, Member member) throws MalformedDocumentException {
        return switch (member.type()) {
            case INSTANT -> Timestamps.read(node, null);
            case SDK_BYTES -> {
                if (node instanceof BinaryNode binary) {
                    yield SdkBytes.fromByteArrayUnsafe(binary.binaryValue());
                }
                throw new MalformedDocumentException(
                        "", "bytes", ", not " + ModelReader.nameOf(node));
            }
            default -> JsonForm.INSTANCE.scalar(node, member);
        };
    }
}
