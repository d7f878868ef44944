package dev.berth.wire;

import dev.berth.domain.UnavailableException;
import dev.berth.domain.UnknownOutcomeException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Converts the exceptions of handlers into errors that reveal nothing internal. */
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
                            "The server did not finish in time. The outcome of the call is unknown."
                                    + " Check it before you repeat the call.");
            case UnknownOutcomeException unknown -> {
                LOG.warn("The outcome of a call is unknown: {}", unknown.getMessage());
                yield ApiException.server(
                        "The server could not finish the call, and its outcome is unknown. Check"
                                + " it before you repeat the call.");
            }
            default -> {
                LOG.error("A call failed", reason);
                yield ApiException.server(
                        "The server failed. See the server's log for this request id.");
            }
        };
    }
}
