package dev.berth.protocol.cbor;

import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import dev.berth.protocol.json.JsonSink;
import dev.berth.protocol.model.Shape.Member;
import java.io.IOException;
import java.time.Instant;

/** Writes model objects as CBOR. */
final class CborSink extends JsonSink {
    private static final int EPOCH_SECONDS = 1;

    private final CBORGenerator cbor;

    CborSink(CBORGenerator out) {
        super(out);
        this.cbor = out;
    }

    @Override
    protected void floatingPoint(double number) throws IOException {
        cbor.writeNumber(number);
    }

    /**
     * The protocol has one format for times, regardless of the formats that the model sets for
     * others.
     */
    @Override
    protected void time(Member member, Instant time) throws IOException {
        cbor.writeTag(EPOCH_SECONDS);
        var milliseconds = time.toEpochMilli();
        if (milliseconds % 1000 == 0) {
            cbor.writeNumber(milliseconds / 1000);
        } else {
            cbor.writeNumber(milliseconds / 1000.0);
        }
    }
}
