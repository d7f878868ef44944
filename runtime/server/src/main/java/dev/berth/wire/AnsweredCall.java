package dev.berth.wire;

import java.time.Duration;

/**
 * An AWS call and its result, for the call log and the metrics.
 *
 * @param operation one of a bounded number of names; {@link #UNKNOWN} for an operation that the
 *     server does not have
 * @param caller the access key whose signature was verified; null if none was
 * @param code the error's code; null if the call succeeded
 * @param refusal the error message; null if the call succeeded
 */
public record AnsweredCall(
        String operation, String caller, int status, String code, String refusal, Duration took) {
    /** Stands for every operation that this server does not have. */
    public static final String UNKNOWN = "unknown";

    /** Whether the call succeeded. */
    public boolean succeeded() {
        return code == null;
    }

    /** Whether the operation only reads. */
    public boolean isReadOnly() {
        return operation.startsWith("Describe")
                || operation.startsWith("List")
                || operation.startsWith("Get")
                || operation.startsWith("Discover");
    }
}
