package dev.berth.protocol.json;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.protocol.model.ModelSink;
import dev.berth.protocol.model.Shape.Member;
import dev.berth.protocol.model.Timestamps;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.document.Document;

/**
 * Writes model objects as JSON. A format that has the same structure and other single values
 * overrides those.
 */
public class JsonSink implements ModelSink {
    protected final JsonGenerator out;

    public JsonSink(JsonGenerator out) {
        this.out = out;
    }

    @Override
    public void beginStructure() throws IOException {
        out.writeStartObject();
    }

    @Override
    public void endStructure() throws IOException {
        out.writeEndObject();
    }

    @Override
    public void beginMember(Member member) throws IOException {
        out.writeFieldName(member.name());
    }

    @Override
    public void endMember(Member member) {}

    @Override
    public void beginList(Member list, int size) throws IOException {
        out.writeStartArray(null, size);
    }

    @Override
    public void beginElement(Member list) {}

    @Override
    public void endElement(Member list) {}

    @Override
    public void endList(Member list) throws IOException {
        out.writeEndArray();
    }

    @Override
    public void beginMap(Member map, int size) throws IOException {
        out.writeStartObject(null, size);
    }

    @Override
    public void beginEntry(Member map, String key) throws IOException {
        out.writeFieldName(key);
    }

    @Override
    public void endEntry(Member map) {}

    @Override
    public void endMap(Member map) throws IOException {
        out.writeEndObject();
    }

    @Override
    public void scalar(Member member, Object value) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Boolean flag -> out.writeBoolean(flag);
            case Double number -> floatingPoint(number);
            case Float number -> floatingPoint(Double.parseDouble(number.toString()));
            case Short number -> out.writeNumber(number);
            case Byte number -> out.writeNumber(number);
            case BigDecimal number -> out.writeNumber(number);
            case Instant time -> time(member, time);
            case SdkBytes bytes -> out.writeBinary(bytes.asByteArrayUnsafe());
            case Document document -> JsonDocuments.write(document, out);
            default ->
                    throw new IllegalArgumentException(
                            "the model has a type that is not known here: " + value.getClass());
        }
    }

    /** JSON has no NaN and no infinity; AWS writes them as strings. */
    protected void floatingPoint(double number) throws IOException {
        if (Double.isFinite(number)) {
            out.writeNumber(number);
        } else {
            out.writeString(Double.toString(number));
        }
    }

    protected void time(Member member, Instant time) throws IOException {
        switch (member.traits().timeFormat()) {
            case ISO_8601 -> out.writeString(Timestamps.iso8601(time));
            case RFC_822 -> out.writeString(Timestamps.rfc822(time));
            case UNIX_TIMESTAMP_MILLIS -> out.writeNumber(time.toEpochMilli());
            case UNIX_TIMESTAMP -> out.writeNumber(Timestamps.seconds(time));
            case null -> out.writeNumber(Timestamps.seconds(time));
        }
    }
}
