package dev.berth.protocol.wire;

import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.sigv4.SignableRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * The body of a request without its content encoding. Clients compress large PutMetricData calls.
 */
final class RequestBody {
    /** A compressed body that becomes larger is refused. */
    static final int MAX_DECOMPRESSED = 16 * 1024 * 1024;

    /** How much of a compressed body is read before its signature is verified. */
    static final int BEGINNING = 8 * 1024;

    private RequestBody() {}

    static byte[] of(SignableRequest request) throws MalformedDocumentException {
        return switch (request.header("content-encoding").orElse("")) {
            case "", "identity" -> request.body();
            case "gzip" -> decompressed(request.body());
            default ->
                    throw new MalformedDocumentException(
                            "", "compressed with gzip or not at all", "");
        };
    }

    /**
     * The body, or at most the first {@value #BEGINNING} bytes of a compressed one: a small
     * compressed body of a caller whose signature is not verified yet must not fill the memory.
     *
     * @param end what ends a part of the body; a part that is cut off is left out
     */
    static byte[] beginning(SignableRequest request, char end) throws MalformedDocumentException {
        if (!request.header("content-encoding").orElse("").equals("gzip")) {
            return of(request);
        }
        var bytes = decompressed(request.body(), BEGINNING + 1);
        if (bytes.length <= BEGINNING) {
            return bytes;
        }
        var length = BEGINNING;
        while (length > 0 && bytes[length - 1] != end) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }

    private static byte[] decompressed(byte[] body) throws MalformedDocumentException {
        var bytes = decompressed(body, MAX_DECOMPRESSED + 1);
        if (bytes.length > MAX_DECOMPRESSED) {
            throw new MalformedDocumentException(
                    "", "at most %d bytes after decompression".formatted(MAX_DECOMPRESSED), "");
        }
        return bytes;
    }

    private static byte[] decompressed(byte[] body, int max) throws MalformedDocumentException {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return gzip.readNBytes(max);
        } catch (IOException _) {
            throw new MalformedDocumentException("", "what Content-Encoding says: gzip", "");
        }
    }
}
