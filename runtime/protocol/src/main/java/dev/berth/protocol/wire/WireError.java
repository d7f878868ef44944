package dev.berth.protocol.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.sigv4.Verification.Refused;

/**
 * An error in every protocol.
 *
 * @param code the name of the error's shape, such as {@code ResourceNotFoundException}
 * @param message a sentence that a person can act on
 * @param inQuery what the query protocol says instead
 * @param members what the error has beside code and message, such as {@code resourceIds}
 */
public record WireError(
        int status, String code, String message, InQuery inQuery, ObjectNode members) {

    /** Status and code in the query protocol, such as 404 and {@code ResourceNotFound}. */
    public record InQuery(int status, String code) {}

    public static WireError of(int status, String code, String message) {
        return new WireError(
                status,
                code,
                message,
                new InQuery(status, code),
                JsonNodeFactory.instance.objectNode());
    }

    /** A signature that does not hold. */
    public static WireError of(Refused refused) {
        return of(refused.httpStatus(), refused.code(), refused.message())
                .inQuery(refused.queryHttpStatus(), refused.queryCode());
    }

    /** A document that cannot be read. */
    public static WireError of(MalformedDocumentException reason) {
        var inQuery = reason.path().isEmpty() ? "MalformedQueryString" : "ValidationError";
        return of(400, "SerializationException", reason.getMessage()).inQuery(400, inQuery);
    }

    /** The same error with another status and code in the query protocol. */
    public WireError inQuery(int queryStatus, String queryCode) {
        return new WireError(status, code, message, new InQuery(queryStatus, queryCode), members);
    }

    /** The same error with these members beside code and message. */
    public WireError with(ObjectNode more) {
        return new WireError(status, code, message, inQuery, more);
    }

    boolean isSendersFault() {
        return status < 500;
    }

    /** The document of the error in the protocols that have the structure of JSON. */
    ObjectNode document() {
        var document = JsonNodeFactory.instance.objectNode();
        document.put("__type", code);
        document.put("message", message);
        return document.setAll(members);
    }
}
