package dev.berth.actors.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.berth.domain.family.Revisions;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.pcollections.PMap;
import org.pcollections.PVector;

/**
 * Encodes events and snapshots with one Jackson CBOR mapper: no annotations in the domain, instants
 * as epoch milliseconds, absent values omitted.
 */
public final class JournalCodec {

    private static final ObjectMapper CBOR = configured(new CBORMapper(new CBORFactory()));

    private JournalCodec() {}

    /** The same rules for another format, such as the readable JSON beside a golden file. */
    public static ObjectMapper configured(ObjectMapper mapper) {
        var maps = new SimpleModule();
        maps.addDeserializer(PMap.class, new PMapDeserializer());
        maps.addDeserializer(PVector.class, new PVectorDeserializer());
        maps.addSerializer(Revisions.class, new RevisionsSerializer());
        maps.addDeserializer(Revisions.class, new RevisionsDeserializer());
        return mapper.registerModule(new JavaTimeModule())
                .registerModule(maps)
                .setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS)
                .disable(SerializationFeature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS)
                .enable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    }

    public static String manifest(Object message) {
        return EventTable.manifest(message.getClass())
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        message.getClass().getName()
                                                + " has no name in the journal, so it cannot be persisted"));
    }

    public static byte[] encode(Object message) {
        try {
            return CBOR.writeValueAsBytes(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @throws UnknownManifestException if this version does not know the name: the journal was
     *     written by a newer one
     */
    public static Object decode(String manifest, byte[] bytes) {
        var type =
                EventTable.type(manifest).orElseThrow(() -> new UnknownManifestException(manifest));
        try {
            return CBOR.readValue(bytes, type);
        } catch (IOException e) {
            throw new UncheckedIOException("A " + manifest + " cannot be read", e);
        }
    }

    /** The journal contains a row that this version of Berth cannot read. */
    public static final class UnknownManifestException extends RuntimeException {
        UnknownManifestException(String manifest) {
            super(
                    "The journal holds '"
                            + manifest
                            + "', which is unknown to this version of Berth. Start the newer version that wrote it");
        }
    }
}
