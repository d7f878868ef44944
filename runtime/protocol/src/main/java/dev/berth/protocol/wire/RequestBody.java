package dev.berth.protocol.wire;

import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.sigv4.SignableRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/**
 * The body of a request without its content encoding. Clients compress large PutMetricData calls.
 */
final class RequestBody {
    /** A compressed body that becomes larger is refused. */
    static final int MAX_DECOMPRESSED = 16 * 1024 * 1024;

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

    private static byte[] decompressed(byte[] body) throws MalformedDocumentException {
        byte[] bytes;
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            bytes = gzip.readNBytes(MAX_DECOMPRESSED + 1);
        } catch (IOException _) {
            throw new MalformedDocumentException("", "what Content-Encoding says: gzip", "");
        }
        if (bytes.length > MAX_DECOMPRESSED) {
            throw new MalformedDocumentException(
                    "", "at most %d bytes after decompression".formatted(MAX_DECOMPRESSED), "");
        }
        return bytes;
    }
}
