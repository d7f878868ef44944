package dev.berth.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.domain.ErrorCode;
import dev.berth.protocol.wire.WireError;
import java.util.List;

/**
 * A call that is refused, or that failed, with the code that ECS has for it and a sentence that a
 * person can act on. Thrown by handlers only; rules refuse with values.
 */
public final class ApiException extends RuntimeException {
    private final String code;
    private final int status;
    private final List<String> resourceIds;

    private ApiException(String code, int status, String message, List<String> resourceIds) {
        super(message, null, false, false);
        this.code = code;
        this.status = status;
        this.resourceIds = List.copyOf(resourceIds);
    }

    public static ApiException of(String code, String message) {
        return new ApiException(code, 400, message, List.of());
    }

    /** What a decider refused with. */
    public static ApiException of(ErrorCode code, String message) {
        return code == ErrorCode.SERVER ? server(message) : of(code.wireName(), message);
    }

    public static ApiException client(String message) {
        return of(ErrorCode.CLIENT, message);
    }

    public static ApiException invalidParameter(String message) {
        return of(ErrorCode.INVALID_PARAMETER, message);
    }

    public static ApiException clusterNotFound() {
        return of(ErrorCode.CLUSTER_NOT_FOUND, "Cluster not found.");
    }

    /** The service has no such operation, or the server no such service. */
    public static ApiException unknownOperation(String message) {
        return of("UnknownOperationException", message);
    }

    public static ApiException unsupportedMediaType(String message) {
        return new ApiException("UnsupportedMediaTypeException", 415, message, List.of());
    }

    public static ApiException unsupported(String message) {
        return of("UnsupportedFeatureException", message);
    }

    /** The only one that names resources: a client token that was used for something else. */
    public static ApiException conflict(String message, List<String> resourceIds) {
        return new ApiException(ErrorCode.CONFLICT.wireName(), 400, message, resourceIds);
    }

    /** The server's fault; what became of the call is unknown, and a client tries again. */
    public static ApiException server(String message) {
        return new ApiException(ErrorCode.SERVER.wireName(), 500, message, List.of());
    }

    /**
     * The error as the protocols write it; in the query protocol an unknown operation is another.
     */
    WireError onWire() {
        var error = WireError.of(status, code, getMessage());
        if (code.equals("UnknownOperationException")) {
            error = error.inQuery(400, "InvalidAction");
        }
        if (resourceIds.isEmpty()) {
            return error;
        }
        var members = JsonNodeFactory.instance.objectNode();
        resourceIds.forEach(members.putArray("resourceIds")::add);
        return error.with(members);
    }

    public String code() {
        return code;
    }

    public int status() {
        return status;
    }

    public List<String> resourceIds() {
        return resourceIds;
    }
}
