package dev.berth.wire;

import dev.berth.protocol.sigv4.SignableRequest;
import java.util.Optional;

/**
 * One AWS call as it came in: complete, its body within the limit, nobody's identity proven yet.
 *
 * @param requestId what the answer carries as {@code x-amzn-RequestId}
 * @param scheme {@code http} or {@code https}
 */
public record WireRequest(String requestId, String scheme, SignableRequest http) {

    /** The first header of this name. */
    public Optional<String> header(String name) {
        return http.headers().stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(SignableRequest.Header::value)
                .findFirst();
    }
}
