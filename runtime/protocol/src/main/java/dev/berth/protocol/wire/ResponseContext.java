package dev.berth.protocol.wire;

import dev.berth.protocol.sigv4.SignableRequest;

/**
 * The properties of a request that its response depends on.
 *
 * @param operation names the outer elements of a query answer
 * @param namespace the XML namespace of the service in a query answer
 * @param wantsQueryCodes whether the client asks for the error codes of the query protocol too, as
 *     clients of services that formerly used only this protocol do
 */
public record ResponseContext(
        String requestId, String operation, String namespace, boolean wantsQueryCodes) {

    /** The namespace of errors that come from no service. */
    private static final String NO_SERVICE = "http://webservices.amazon.com/AWSFault/2005-15-09";

    public static ResponseContext of(
            SignableRequest request, CalledOperation called, String requestId) {
        var queryMode = request.header("x-amzn-query-mode").orElse("");
        return new ResponseContext(
                requestId, called.operation(), NO_SERVICE, queryMode.equalsIgnoreCase("true"));
    }

    /**
     * @param service such as {@code https://sts.amazonaws.com/doc/2011-06-15/}
     */
    public ResponseContext withNamespace(String service) {
        return new ResponseContext(requestId, operation, service, wantsQueryCodes);
    }
}
