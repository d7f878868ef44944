package dev.berth.protocol.sigv4;

/** The result of verifying a request's signature. */
public sealed interface Verification {

    /** The request is what the holder of this key sent to this service. */
    record Verified(String accessKeyId, String service) implements Verification {}

    /** The signature cannot be verified. {@code message} says what to check and holds no secret. */
    record Refused(Cause cause, String message) implements Verification {
        public String code() {
            return cause.code;
        }

        public int httpStatus() {
            return 400;
        }

        /** The code that services of the query protocol (STS) have for it. */
        public String queryCode() {
            return cause.queryCode;
        }

        public int queryHttpStatus() {
            return cause.queryHttpStatus;
        }
    }

    enum Cause {
        MISSING_TOKEN("MissingAuthenticationTokenException", "MissingAuthenticationToken", 403),
        INCOMPLETE("IncompleteSignatureException", "IncompleteSignature", 400),
        INVALID("InvalidSignatureException", "SignatureDoesNotMatch", 403),
        UNKNOWN_KEY("UnrecognizedClientException", "InvalidClientTokenId", 403);

        private final String code;
        private final String queryCode;
        private final int queryHttpStatus;

        Cause(String code, String queryCode, int queryHttpStatus) {
            this.code = code;
            this.queryCode = queryCode;
            this.queryHttpStatus = queryHttpStatus;
        }

        Verification.Refused because(String message) {
            return new Verification.Refused(this, message);
        }
    }
}
