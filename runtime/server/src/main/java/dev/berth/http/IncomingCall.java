package dev.berth.http;

import dev.berth.protocol.sigv4.SignableRequest;

/**
 * A call as it was received by {@code POST /}. It is complete and its body is within the limit; its
 * signature is not verified yet.
 *
 * @param requestId sent in the response as {@code x-amzn-RequestId}
 * @param scheme {@code http} or {@code https}
 */
public record IncomingCall(String requestId, String scheme, SignableRequest http) {}
