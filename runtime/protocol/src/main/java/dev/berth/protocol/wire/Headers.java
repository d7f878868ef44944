package dev.berth.protocol.wire;

import java.util.HashMap;
import java.util.Map;

/** The headers that AWS's answers carry in several protocols. */
final class Headers {
    static final String REQUEST_ID = "x-amzn-RequestId";
    static final String ERROR_TYPE = "x-amzn-ErrorType";
    private static final String QUERY_ERROR = "x-amzn-query-error";

    private Headers() {}

    static Map<String, String> success(ResponseContext context) {
        return Map.of(REQUEST_ID, context.requestId());
    }

    static Map<String, String> error(WireError error, ResponseContext context) {
        var headers = new HashMap<String, String>();
        headers.put(REQUEST_ID, context.requestId());
        headers.put(ERROR_TYPE, error.code());
        if (context.wantsQueryCodes()) {
            headers.put(
                    QUERY_ERROR,
                    error.inQuery().code() + (error.isSendersFault() ? ";Sender" : ";Receiver"));
        }
        return headers;
    }
}
