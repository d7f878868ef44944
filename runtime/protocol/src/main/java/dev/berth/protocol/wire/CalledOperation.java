package dev.berth.protocol.wire;

/**
 * What a request calls, in the protocol's own words.
 *
 * @param service the service's name in the protocol: the prefix of {@code X-Amz-Target} without the
 *     dot (AWS JSON), {@code Version} (query), or the service in the path (CBOR); empty if the
 *     request does not say
 * @param operation such as {@code RunTask}; empty if the request does not say
 */
public record CalledOperation(String service, String operation) {
    static final CalledOperation NONE = new CalledOperation("", "");
}
