package dev.berth.http;

import dev.berth.protocol.sigv4.SignableRequest;
import dev.berth.protocol.wire.EncodedResponse;

/** What answers the calls that come by {@code POST /}. The port knows nothing else of APIs. */
public interface CallHandler {

    /** Whose call it is. Each lane has workers of its own, so that one cannot starve the other. */
    enum Lane {
        USERS,
        AGENTS
    }

    /** Never throws and never waits. The signature is not verified yet. */
    Lane lane(SignableRequest request);

    /** Never throws; may wait, and runs on a virtual thread. */
    EncodedResponse answer(IncomingCall call);
}
