package dev.berth.http;

import dev.berth.protocol.sigv4.SignableRequest;

/**
 * A call as it came in, by {@code POST /}: complete, its body within the limit, its caller's
 * identity not proven yet.
 *
 * @param requestId what the answer carries as {@code x-amzn-RequestId}
 * @param scheme {@code http} or {@code https}
 */
public record IncomingCall(String requestId, String scheme, SignableRequest http) {}
