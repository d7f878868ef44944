package dev.berth.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a handler knows of a call beyond the decoded request.
 *
 * @param accessKeyId whose signature it carries
 * @param scheme what the caller spoke with this server, {@code http} or {@code https}
 * @param host the Host header that the caller signed
 * @param raw the JSON tree, for members that are not in the public model
 */
public record Call(
        String requestId, String accessKeyId, String scheme, String host, ObjectNode raw) {}
