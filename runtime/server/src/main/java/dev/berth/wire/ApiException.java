package dev.berth.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.domain.ErrorCode;
import dev.berth.protocol.wire.WireError;
import java.util.List;

/**
 * The error of a call that was refused or that failed: ECS's error code, and a message that tells
 * the caller what to do. Only handlers throw it; rules return refusals as values.
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

    /** The error for a refusal of a decider. */
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

    public static ApiException serviceNotFound() {
        return of(ErrorCode.SERVICE_NOT_FOUND, "Service not found.");
    }

    /** The service has no such operation, or the server has no such service. */
    public static ApiException unknownOperation(String message) {
        return of("UnknownOperationException", message);
    }

    public static ApiException unsupportedMediaType(String message) {
        return new ApiException("UnsupportedMediaTypeException", 415, message, List.of());
    }

    public static ApiException unsupported(String message) {
        return of("UnsupportedFeatureException", message);
    }

    /** A client token was used for another call. It is the only error that names resources. */
    public static ApiException conflict(String message, List<String> resourceIds) {
        return new ApiException(ErrorCode.CONFLICT.wireName(), 400, message, resourceIds);
    }

    /** An error of the server. The outcome of the call is unknown; clients retry it. */
    public static ApiException server(String message) {
        return new ApiException(ErrorCode.SERVER.wireName(), 500, message, List.of());
    }

    /**
     * The error as the protocols write it. The query protocol has another code for an unknown
     * operation.
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
