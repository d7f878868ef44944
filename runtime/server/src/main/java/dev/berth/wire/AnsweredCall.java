package dev.berth.wire;

import java.time.Duration;

/**
 * An AWS call and what it came to, for those who write it down or count it.
 *
 * @param operation one of a bounded number of names: what the server does not know is {@link
 *     #UNKNOWN}
 * @param caller the access key whose signature held; null where none did
 * @param code the error's code; null where the call succeeded
 * @param refusal the error's sentence; null where the call succeeded
 */
public record AnsweredCall(
        String operation, String caller, int status, String code, String refusal, Duration took) {
    /** Stands for every operation that this server does not have. */
    public static final String UNKNOWN = "unknown";

    /** Whether the server did what it was asked to. */
    public boolean succeeded() {
        return code == null;
    }

    /** Whether the operation only looks. */
    public boolean looksOnly() {
        return operation.startsWith("Describe")
                || operation.startsWith("List")
                || operation.startsWith("Get")
                || operation.startsWith("Discover");
    }
}
