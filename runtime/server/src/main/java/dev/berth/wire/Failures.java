package dev.berth.wire;

import dev.berth.domain.UnavailableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever a handler throws into an answer that gives nothing away. */
public final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    public static ApiException explain(Throwable reason) {
        return switch (reason) {
            case ApiException refusal -> refusal;
            case CompletionException wrapped when wrapped.getCause() != null ->
                    explain(wrapped.getCause());
            case UnavailableException unavailable ->
                    ApiException.of(unavailable.code(), unavailable.getMessage());
            case TimeoutException _ ->
                    ApiException.server(
                            "The server did not finish in time; what became of the call is unknown."
                                    + " Look before you repeat it.");
            default -> {
                LOG.error("A call failed", reason);
                yield ApiException.server(
                        "The server failed; its log has the reason under the request id.");
            }
        };
    }
}
