package dev.berth.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.berth.actors.feed.Change;
import dev.berth.ecs.Arns;
import dev.berth.plugin.events.DetailType;
import dev.berth.protocol.json.JsonSink;
import dev.berth.protocol.model.ModelWriter;
import dev.berth.protocol.model.Shape;
import dev.berth.protocol.model.Timestamps;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.SdkPojo;

/** Writes events with the envelope of Amazon EventBridge, version 0. */
record EventEnvelope(Arns arns) {
    private static final JsonFactory JSON = new JsonFactory();

    /** Writes the value of {@code detail}, a whole object. */
    interface Detail {
        void write(JsonGenerator out) throws IOException;
    }

    /** Writes a model object with times as EventBridge does; the ECS API writes numbers. */
    private static final class Sink extends JsonSink {
        private final Instant updatedAt;
        private int depth;

        private Sink(JsonGenerator out, Instant updatedAt) {
            super(out);
            this.updatedAt = updatedAt;
        }

        @Override
        public void beginStructure() throws IOException {
            depth++;
            super.beginStructure();
        }

        @Override
        public void endStructure() throws IOException {
            depth--;
            if (depth == 0) {
                // A member that the model does not have: ECS sends it in events only.
                out.writeStringField("updatedAt", Timestamps.iso8601(updatedAt));
            }
            super.endStructure();
        }

        @Override
        protected void time(Shape.Member member, Instant time) throws IOException {
            out.writeString(Timestamps.iso8601(time));
        }
    }

    /** A resource as the ECS API shows it, with the time of the change as {@code updatedAt}. */
    static Detail resource(SdkPojo shown, Instant updatedAt) {
        return out -> ModelWriter.write(shown, new Sink(out, updatedAt));
    }

    /**
     * @param part tells the events of one change apart
     */
    EventDocument of(
            Change change,
            DetailType type,
            String part,
            Instant at,
            List<String> resources,
            Detail detail) {
        var id = id(change, part);
        var text = new StringWriter();
        try (var out = JSON.createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("version", "0");
            out.writeStringField("id", id);
            out.writeStringField("detail-type", type.wireName());
            out.writeStringField("source", "aws.ecs");
            out.writeStringField("account", arns.accountId());
            out.writeStringField("time", at.truncatedTo(ChronoUnit.SECONDS).toString());
            out.writeStringField("region", arns.region());
            out.writeArrayFieldStart("resources");
            for (var resource : resources) {
                out.writeString(resource);
            }
            out.writeEndArray();
            out.writeFieldName("detail");
            detail.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new EventDocument(
                id,
                type,
                change.address().cluster(),
                List.copyOf(resources),
                change.address(),
                change.sequenceNumber(),
                change.isJournaled(),
                at,
                text.toString());
    }

    private static String id(Change change, String part) {
        var name =
                change.address().persistenceId()
                        + "/"
                        + change.sequenceNumber()
                        + "/"
                        + part
                        + (change.isJournaled() ? "" : "/" + change.at());
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
