package dev.berth.api;

import dev.berth.protocol.sigv4.Verification.Refused;
import dev.berth.protocol.sigv4.Verification.Verified;
import dev.berth.protocol.sigv4.Verifier;
import java.time.InstantSource;

/**
 * Answers every AWS call: finds the protocol it speaks, proves who signed it, and has the service
 * answer it. Nothing is looked at or changed for a caller whose signature does not hold.
 */
public final class Api {
    private final Verifier verifier;
    private final InstantSource clock;
    private final EcsService ecs;
    private final StsService sts;

    /**
     * @param verifier knows the keys; its services are {@code ecs} and {@code sts}
     */
    public Api(Verifier verifier, InstantSource clock, EcsService ecs, StsService sts) {
        this.verifier = verifier;
        this.clock = clock;
        this.ecs = ecs;
        this.sts = sts;
    }

    /** Never throws; may wait, so call it on a virtual thread. */
    public WireResponse answer(WireRequest request) {
        Service service = request.header("x-amz-target").isPresent() ? ecs : spokenIn(request);
        try {
            return switch (verifier.verify(request.http(), clock.instant())) {
                case Refused refused -> service.refuse(request, refused);
                case Verified(var accessKeyId, var scope) -> {
                    if (!scope.equals(service.signingName())) {
                        throw wrongScope(service, scope);
                    }
                    yield service.answer(request, accessKeyId);
                }
            };
        } catch (RuntimeException reason) {
            return service.fail(request, Failures.explain(reason));
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
    interface Service {
        /** The service in the credential scope. */
        String signingName();

        WireResponse answer(WireRequest request, String accessKeyId);

        /** The answer to a signature that does not hold. */
        WireResponse refuse(WireRequest request, Refused refused);

        WireResponse fail(WireRequest request, ApiException failure);
    }
}
