package dev.berth.protocol.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.protocol.model.ModelWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkPojo;

/** The answers of the AWS query protocol, in XML. */
public final class QueryXml {
    private QueryXml() {}

    /** {@code <ActionResponse><ActionResult>…</ActionResult><ResponseMetadata>…} */
    public static byte[] response(
            String namespace, String action, SdkPojo response, String requestId) {
        var xml = new XmlSink();
        xml.begin(action + "Response", namespace);
        xml.begin(action + "Result");
        try {
            ModelWriter.write(response, xml);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        xml.end();
        xml.begin("ResponseMetadata");
        xml.element("RequestId", requestId);
        xml.end();
        xml.end();
        return xml.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param isSendersFault whether the request was wrong (4xx), not the server (5xx)
     * @param members what the error has beside code and message
     */
    public static byte[] error(
            String namespace,
            boolean isSendersFault,
            String code,
            String message,
            ObjectNode members,
            String requestId) {
        var xml = new XmlSink();
        xml.begin("ErrorResponse", namespace);
        xml.begin("Error");
        xml.element("Type", isSendersFault ? "Sender" : "Receiver");
        xml.element("Code", code);
        xml.element("Message", message);
        members.properties().forEach(member -> member(xml, member.getKey(), member.getValue()));
        xml.end();
        xml.element("RequestId", requestId);
        xml.end();
        return xml.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void member(XmlSink xml, String name, JsonNode value) {
        xml.begin(name);
        switch (value.getNodeType()) {
            case OBJECT -> value.properties().forEach(m -> member(xml, m.getKey(), m.getValue()));
            case ARRAY -> value.forEach(element -> member(xml, "member", element));
            default -> xml.text(value.asText());
        }
        xml.end();
    }
}
