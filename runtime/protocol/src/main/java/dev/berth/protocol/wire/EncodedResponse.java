package dev.berth.protocol.wire;

import java.util.Map;

/**
 * An answer as it goes to the client.
 *
 * @param headers all but Content-Type
 */
public record EncodedResponse(
        int status, String contentType, Map<String, String> headers, byte[] body) {
    public EncodedResponse {
        headers = Map.copyOf(headers);
    }
}
