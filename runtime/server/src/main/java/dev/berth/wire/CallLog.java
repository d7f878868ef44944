package dev.berth.wire;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One line for each AWS call: who asked for what, and what it came to; the request id and the ids
 * of what the call is about stand beside it. Refusals and what changes something are said at INFO,
 * looks and the reports of agents at DEBUG.
 */
public final class CallLog implements Consumer<AnsweredCall> {
    private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);

    @Override
    public void accept(AnsweredCall call) {
        var by = call.caller() == null ? "nobody known" : call.caller();
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

    /** What agents report is many times what people ask for. */
    private static Level level(AnsweredCall call) {
        return call.looksOnly() || call.operation().startsWith("Submit") ? Level.DEBUG : Level.INFO;
    }
}
