package dev.berth.wire;

import dev.berth.ecs.EcsService;
import dev.berth.protocol.sigv4.Verification.Refused;
import dev.berth.protocol.sigv4.Verification.Verified;
import dev.berth.protocol.sigv4.Verifier;
import dev.berth.sts.StsService;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Answers every AWS call: finds the protocol it speaks, proves who signed it, and has the service
 * answer it. Nothing is looked at or changed for a caller whose signature does not hold.
 */
public final class WireApi {
    private final Verifier verifier;
    private final InstantSource clock;
    private final EcsService ecs;
    private final StsService sts;
    private final Consumer<AnsweredCall> witness;

    /**
     * @param verifier knows the keys; its services are {@code ecs} and {@code sts}
     * @param witness told of each call when it is answered; quick, and never throws
     */
    public WireApi(
            Verifier verifier,
            InstantSource clock,
            EcsService ecs,
            StsService sts,
            Consumer<AnsweredCall> witness) {
        this.verifier = verifier;
        this.clock = clock;
        this.ecs = ecs;
        this.sts = sts;
        this.witness = witness;
    }

    /** Never throws; may wait, so call it on a virtual thread. */
    public WireResponse answer(WireRequest request) {
        var began = System.nanoTime();
        Service service = request.header("x-amz-target").isPresent() ? ecs : spokenIn(request);
        var outcome = answer(service, request);
        witness.accept(
                new AnsweredCall(
                        service.operation(request),
                        outcome.caller(),
                        outcome.response().status(),
                        outcome.response().errorType(),
                        outcome.refusal(),
                        Duration.ofNanos(System.nanoTime() - began)));
        LogIds.clear();
        return outcome.response();
    }

    /** What a call came to, and the reason where it failed. */
    private record Outcome(WireResponse response, String caller, String refusal) {}

    private Outcome answer(Service service, WireRequest request) {
        String caller = null;
        try {
            return switch (verifier.verify(request.http(), clock.instant())) {
                case Refused refused ->
                        new Outcome(service.refuse(request, refused), null, refused.message());
                case Verified(var accessKeyId, var scope) -> {
                    caller = accessKeyId;
                    if (!scope.equals(service.signingName())) {
                        throw wrongScope(service, scope);
                    }
                    yield new Outcome(service.answer(request, accessKeyId), accessKeyId, null);
                }
            };
        } catch (RuntimeException reason) {
            var failure = Failures.explain(reason);
            return new Outcome(service.fail(request, failure), caller, failure.getMessage());
        }
    }

    private Service spokenIn(WireRequest request) {
        var form = "application/x-www-form-urlencoded";
        return request.header("content-type").filter(type -> type.startsWith(form)).isPresent()
                ? sts
                : ecs;
    }

    private static ApiException wrongScope(Service service, String scope) {
        return ApiException.of(
                "InvalidSignatureException",
                "The request is signed for the service %s, and this operation belongs to %s."
                        .formatted(scope, service.signingName()));
    }

    /** One service in its wire protocol. */
    public interface Service {
        /** The service in the credential scope. */
        String signingName();

        /**
         * The operation that is asked for; {@link AnsweredCall#UNKNOWN} for all that it does not
         * have.
         */
        String operation(WireRequest request);

        WireResponse answer(WireRequest request, String accessKeyId);

        /** The answer to a signature that does not hold. */
        WireResponse refuse(WireRequest request, Refused refused);

        WireResponse fail(WireRequest request, ApiException failure);
    }
}
