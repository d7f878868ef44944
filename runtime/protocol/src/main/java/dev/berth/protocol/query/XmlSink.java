package dev.berth.protocol.query;

import dev.berth.protocol.model.ModelSink;
import dev.berth.protocol.model.Shape.Member;
import dev.berth.protocol.model.Timestamps;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;

/** Writes model objects as the XML of the query protocol. */
final class XmlSink implements ModelSink {
    private final StringBuilder xml = new StringBuilder(512);
    private final ArrayDeque<String> open = new ArrayDeque<>();

    void begin(String name) {
        xml.append('<').append(name).append('>');
        open.push(name);
    }

    void begin(String name, String namespace) {
        xml.append('<').append(name).append(" xmlns=\"");
        text(namespace);
        xml.append("\">");
        open.push(name);
    }

    void end() {
        xml.append("</").append(open.pop()).append('>');
    }

    void element(String name, String text) {
        begin(name);
        text(text);
        end();
    }

    @Override
    public String toString() {
        return xml.toString();
    }

    @Override
    public void beginStructure() {}

    @Override
    public void endStructure() {}

    @Override
    public void beginMember(Member member) {
        if (!member.traits().isFlattened()) {
            begin(member.name());
        }
    }

    @Override
    public void endMember(Member member) {
        if (!member.traits().isFlattened()) {
            end();
        }
    }

    @Override
    public void beginList(Member list, int size) {}

    @Override
    public void beginElement(Member list) {
        begin(list.traits().isFlattened() ? list.name() : list.element().name());
    }

    @Override
    public void endElement(Member list) {
        end();
    }

    @Override
    public void endList(Member list) {}

    @Override
    public void beginMap(Member map, int size) {}

    @Override
    public void beginEntry(Member map, String key) {
        begin(map.traits().isFlattened() ? map.name() : "entry");
        element(map.traits().key(), key);
        begin(map.traits().value());
    }

    @Override
    public void endEntry(Member map) {
        end();
        end();
    }

    @Override
    public void endMap(Member map) {}

    @Override
    public void scalar(Member member, Object value) {
        switch (value) {
            case null -> {}
            case Instant time -> text(time(member, time));
            case SdkBytes bytes ->
                    xml.append(Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe()));
            case BigDecimal number -> xml.append(number.toPlainString());
            default -> text(value.toString());
        }
    }

    private static String time(Member member, Instant time) {
        return switch (member.traits().timeFormat()) {
            case RFC_822 -> Timestamps.rfc822(time);
            case UNIX_TIMESTAMP -> Timestamps.seconds(time).toPlainString();
            case UNIX_TIMESTAMP_MILLIS -> Long.toString(time.toEpochMilli());
            case ISO_8601 -> Timestamps.iso8601(time);
            case null -> Timestamps.iso8601(time);
        };
    }

    /** XML has no way to write most control characters, not even escaped: U+FFFD replaces them. */
    void text(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            var c = text.codePointAt(i);
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append("&quot;");
                case '\r' -> xml.append("&#13;");
                default -> xml.appendCodePoint(isInXml(c) ? c : 0xFFFD);
            }
        }
    }

    private static boolean isInXml(int c) {
        return c == '\t'
                || c == '\n'
                || (c >= 0x20 && c < 0x7F)
                || (c >= 0xA0 && c < 0xD800)
                || (c > 0xDFFF && c < 0xFFFE)
                || c > 0xFFFF;
    }
}
