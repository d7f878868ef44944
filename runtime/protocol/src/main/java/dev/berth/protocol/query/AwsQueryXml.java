package dev.berth.protocol.query;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** Writes the answers of the AWS query protocol from the SDK's model classes. */
public final class AwsQueryXml {
    public static final String CONTENT_TYPE = "text/xml";
    public static final String STS_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newFactory();

    private AwsQueryXml() {}

    private interface Content {
        void write(XMLStreamWriter xml) throws XMLStreamException;
    }

    /** {@code <ActionResponse><ActionResult>…</ActionResult><ResponseMetadata>…} */
    public static byte[] response(
            String namespace, String action, SdkPojo response, String requestId) {
        return document(
                action + "Response",
                namespace,
                xml -> {
                    element(xml, action + "Result", inner -> structure(inner, response));
                    element(
                            xml,
                            "ResponseMetadata",
                            inner -> element(inner, "RequestId", id -> text(id, requestId)));
                });
    }

    /**
     * @param isSendersFault whether the request was wrong (4xx), not the server (5xx)
     */
    public static byte[] error(
            String namespace,
            boolean isSendersFault,
            String code,
            String message,
            String requestId) {
        return document(
                "ErrorResponse",
                namespace,
                xml -> {
                    element(
                            xml,
                            "Error",
                            error -> {
                                element(
                                        error,
                                        "Type",
                                        t -> text(t, isSendersFault ? "Sender" : "Receiver"));
                                element(error, "Code", c -> text(c, code));
                                element(error, "Message", m -> text(m, message));
                            });
                    element(xml, "RequestId", id -> text(id, requestId));
                });
    }

    private static byte[] document(String root, String namespace, Content content) {
        var bytes = new ByteArrayOutputStream();
        try {
            var xml = FACTORY.createXMLStreamWriter(bytes, "UTF-8");
            xml.writeStartElement(root);
            xml.writeDefaultNamespace(namespace);
            content.write(xml);
            xml.writeEndElement();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    private static void structure(XMLStreamWriter xml, SdkPojo pojo) throws XMLStreamException {
        for (var field : pojo.sdkFields()) {
            var value = field.getValueOrDefault(pojo);
            if (value == null
                    || value instanceof SdkAutoConstructList<?>
                    || value instanceof SdkAutoConstructMap<?, ?>) {
                continue;
            }
            member(xml, field.locationName(), field, value);
        }
    }

    private static void member(XMLStreamWriter xml, String name, SdkField<?> field, Object value)
            throws XMLStreamException {
        switch (value) {
            case SdkPojo pojo -> element(xml, name, inner -> structure(inner, pojo));
            case List<?> list -> list(xml, name, field.getTrait(ListTrait.class), list);
            case Map<?, ?> map -> map(xml, name, field.getTrait(MapTrait.class), map);
            default -> element(xml, name, inner -> text(inner, scalar(value)));
        }
    }

    private static void list(XMLStreamWriter xml, String name, ListTrait trait, List<?> list)
            throws XMLStreamException {
        Content elements =
                inner -> {
                    var own =
                            trait.memberLocationName() == null
                                    ? "member"
                                    : trait.memberLocationName();
                    for (var element : list) {
                        member(
                                inner,
                                trait.isFlattened() ? name : own,
                                trait.memberFieldInfo(),
                                element);
                    }
                };
        if (trait.isFlattened()) {
            elements.write(xml);
        } else {
            element(xml, name, elements);
        }
    }

    private static void map(XMLStreamWriter xml, String name, MapTrait trait, Map<?, ?> map)
            throws XMLStreamException {
        Content entries =
                inner -> {
                    for (var entry : map.entrySet()) {
                        element(
                                inner,
                                trait.isFlattened() ? name : "entry",
                                pair -> {
                                    var key = trait.keyLocationName();
                                    element(pair, key, k -> text(k, entry.getKey().toString()));
                                    member(
                                            pair,
                                            trait.valueLocationName(),
                                            trait.valueFieldInfo(),
                                            entry.getValue());
                                });
                    }
                };
        if (trait.isFlattened()) {
            entries.write(xml);
        } else {
            element(xml, name, entries);
        }
    }

    private static void element(XMLStreamWriter xml, String name, Content content)
            throws XMLStreamException {
        xml.writeStartElement(name);
        content.write(xml);
        xml.writeEndElement();
    }

    private static void text(XMLStreamWriter xml, String text) throws XMLStreamException {
        // XML has no way to write most control characters, not even escaped.
        xml.writeCharacters(text.replaceAll("[\\p{Cntrl}&&[^\t\n\r]]", "\uFFFD"));
    }

    private static String scalar(Object value) {
        return switch (value) {
            case Instant instant -> DateTimeFormatter.ISO_INSTANT.format(instant);
            case SdkBytes bytes -> Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe());
            default -> value.toString();
        };
    }
}
