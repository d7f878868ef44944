package dev.berth.actors.journal;

import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The serializer of Pekko Persistence, based on {@link JournalCodec}. Its identifier is stored in
 * every row, so it never changes.
 */
public final class JournalSerializer extends SerializerWithStringManifest {

    public static final int IDENTIFIER = 7070;

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return JournalCodec.manifest(message);
    }

    @Override
    public byte[] toBinary(Object message) {
        return JournalCodec.encode(message);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        return JournalCodec.decode(manifest, bytes);
    }
}
