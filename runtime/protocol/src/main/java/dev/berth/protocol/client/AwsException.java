package dev.berth.protocol.client;

/** The server answered with an error. The message is that of the server. */
public final class AwsException extends Exception {
    private final int status;
    private final String code;
    private final String requestId;

    public AwsException(int status, String code, String message, String requestId) {
        super(message);
        this.status = status;
        this.code = code;
        this.requestId = requestId;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /**
     * Such as {@code ClusterNotFoundException}; {@code HTTP 502} where the answer was not an AWS
     * error.
     */
    public String code() {
        return code;
    }

    /** Empty if the server sent none. */
    public String requestId() {
        return requestId;
    }

    /** Whether the server refused the request, so that the same one would be refused again. */
    public boolean isRefusal() {
        return status >= 400 && status < 500 && !code.equals("ThrottlingException");
    }
}
