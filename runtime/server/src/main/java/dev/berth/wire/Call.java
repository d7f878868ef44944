package dev.berth.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The attributes of a call besides the decoded request.
 *
 * @param accessKeyId the access key that signed the call
 * @param scheme the scheme of the connection, {@code http} or {@code https}
 * @param host the Host header that the caller signed
 * @param raw the JSON tree, for members that are not in the public model
 */
public record Call(
        String requestId, String accessKeyId, String scheme, String host, ObjectNode raw) {}
