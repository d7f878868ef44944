package dev.berth.http;

import dev.berth.protocol.sigv4.SignableRequest;
import dev.berth.protocol.wire.EncodedResponse;

/**
 * Answers the calls that arrive as {@code POST /}. It is the port's only connection to the APIs.
 */
public interface CallHandler {

    /**
     * The kind of caller. Each lane has its own workers, so that one lane cannot starve the other.
     */
    enum Lane {
        USERS,
        AGENTS
    }

    /** Never throws and never blocks. The signature is not verified yet. */
    Lane lane(SignableRequest request);

    /** Never throws. Runs on a virtual thread and may block. */
    EncodedResponse answer(IncomingCall call);
}
