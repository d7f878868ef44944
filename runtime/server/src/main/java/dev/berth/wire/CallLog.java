package dev.berth.wire;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs one line for each AWS call: operation, caller and result. The request id and the ids of the
 * resources are in the MDC. Refused calls and calls that change something are logged at INFO, calls
 * that only read and the reports of agents at DEBUG.
 */
public final class CallLog implements Consumer<AnsweredCall> {
    private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);

    @Override
    public void accept(AnsweredCall call) {
        var by = call.caller() == null ? "an unknown caller" : call.caller();
        if (call.succeeded()) {
            LOG.atLevel(level(call))
                    .log("{} by {}: done in {} ms", call.operation(), by, call.took().toMillis());
        } else {
            LOG.info(
                    "{} by {} refused with {} {}: {}",
                    call.operation(),
                    by,
                    call.status(),
                    call.code(),
                    call.refusal());
        }
    }

    /** Agents send far more reports than users send calls. */
    private static Level level(AnsweredCall call) {
        return call.isReadOnly() || call.operation().startsWith("Submit")
                ? Level.DEBUG
                : Level.INFO;
    }
}
