package dev.berth.wire;

import dev.berth.http.CallHandler;
import dev.berth.http.IncomingCall;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.sigv4.SignableRequest;
import dev.berth.protocol.sigv4.Verification.Refused;
import dev.berth.protocol.sigv4.Verification.Verified;
import dev.berth.protocol.sigv4.Verifier;
import dev.berth.protocol.wire.AwsJsonProtocol;
import dev.berth.protocol.wire.AwsQueryProtocol;
import dev.berth.protocol.wire.CalledOperation;
import dev.berth.protocol.wire.EncodedResponse;
import dev.berth.protocol.wire.ResponseContext;
import dev.berth.protocol.wire.WireError;
import dev.berth.protocol.wire.WireProtocol;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Answers every AWS call: it determines the protocol and the service from the request, verifies the
 * signature, and calls the handler of the operation. Without a valid signature nothing is read or
 * changed.
 */
public final class AwsApi implements CallHandler {
    private static final Logger LOG = LoggerFactory.getLogger(AwsApi.class);
    private static final Set<String> JSON_TYPES =
            Set.of("application/x-amz-json-1.0", "application/x-amz-json-1.1", "application/json");

    private final Verifier verifier;
    private final InstantSource clock;
    private final List<AwsService> services;
    private final Consumer<AnsweredCall> observer;

    /**
     * @param verifier has the keys, and the signing names of all services
     * @param observer receives each call after it was answered; must not block
     */
    public AwsApi(
            Verifier verifier,
            InstantSource clock,
            List<AwsService> services,
            Consumer<AnsweredCall> observer) {
        this.verifier = verifier;
        this.clock = clock;
        this.services = List.copyOf(services);
        this.observer = observer;
    }

    /** The services in credential scopes. */
    public static Set<String> signingNames(List<AwsService> services) {
        return services.stream().map(AwsService::signingName).collect(Collectors.toSet());
    }

    @Override
    public Lane lane(SignableRequest request) {
        var protocol = WireProtocol.of(request);
        if (protocol instanceof AwsQueryProtocol) {
            return Lane
                    .USERS; // Agents call in AWS JSON. A form would have to be read for its names.
        }
        var called = protocol.called(request);
        return service(protocol, called)
                .map(service -> service.lane(called.operation()))
                .orElse(Lane.USERS);
    }

    @Override
    public EncodedResponse answer(IncomingCall call) {
        var began = System.nanoTime();
        var protocol = WireProtocol.of(call.http());
        var called = protocol.called(call.http());
        var service = service(protocol, called);
        var context = ResponseContext.of(call.http(), called, call.requestId());
        if (service.isPresent() && !service.get().names().namespace().isEmpty()) {
            context = context.withNamespace(service.get().names().namespace());
        }
        var outcome = answer(call, new Addressed(protocol, called, service), context);
        observe(
                new AnsweredCall(
                        service.map(found -> found.label(called.operation()))
                                .orElse(AnsweredCall.UNKNOWN),
                        outcome.caller(),
                        outcome.response().status(),
                        outcome.error() == null ? null : outcome.error().code(),
                        outcome.error() == null ? null : outcome.error().message(),
                        Duration.ofNanos(System.nanoTime() - began)));
        LogIds.clear();
        return outcome.response();
    }

    private Optional<AwsService> service(WireProtocol protocol, CalledOperation called) {
        return services.stream()
                .filter(service -> service.names().areCalledBy(protocol, called))
                .findFirst();
    }

    /** What a call is for, by the request alone. */
    private record Addressed(
            WireProtocol protocol, CalledOperation called, Optional<AwsService> service) {}

    /**
     * The result of a call.
     *
     * @param error null if it succeeded
     */
    private record Outcome(EncodedResponse response, String caller, WireError error) {}

    private Outcome answer(IncomingCall call, Addressed to, ResponseContext context) {
        String caller = null;
        WireError error;
        try {
            switch (verifier.verify(call.http(), clock.instant())) {
                case Refused refused -> error = WireError.of(refused);
                case Verified(var accessKeyId, var scope) -> {
                    caller = accessKeyId;
                    var response = handled(call, to, accessKeyId, scope);
                    return new Outcome(to.protocol().success(response, context), caller, null);
                }
            }
        } catch (MalformedDocumentException reason) {
            error = WireError.of(reason);
        } catch (RuntimeException | Error reason) {
            error = Failures.explain(reason).onWire();
        }
        return new Outcome(to.protocol().error(error, context), caller, error);
    }

    private SdkPojo handled(IncomingCall call, Addressed to, String accessKeyId, String scope)
            throws MalformedDocumentException {
        requireContentType(call.http(), to.protocol());
        var service = to.service().orElseThrow(() -> noService(to));
        if (!scope.equals(service.signingName())) {
            throw wrongScope(service, scope);
        }
        var operation = service.operation(to.called().operation());
        var document = to.protocol().read(call.http());
        LogIds.take(document);
        return operation.answer(
                to.protocol(),
                document,
                new Call(
                        call.requestId(),
                        accessKeyId,
                        call.scheme(),
                        call.http().header("host").orElse(""),
                        document));
    }

    /** Refuses content types that a browser can send across sites without a preflight request. */
    private static void requireContentType(SignableRequest request, WireProtocol protocol) {
        if (!(protocol instanceof AwsJsonProtocol)) {
            return;
        }
        var type = request.header("content-type").orElse("");
        var plain = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!JSON_TYPES.contains(plain)) {
            throw ApiException.unsupportedMediaType(
                    "An AWS JSON call needs the Content-Type application/x-amz-json-1.1.");
        }
    }

    private static ApiException noService(Addressed to) {
        if (to.called().operation().isEmpty()) {
            return to.protocol() instanceof AwsJsonProtocol
                    ? ApiException.unknownOperation(
                            "The header X-Amz-Target, which names the operation, is missing.")
                    : ApiException.of(
                            "MissingAction",
                            "The parameters Action and Version, which name the operation, are"
                                    + " missing or cannot be read.");
        }
        return ApiException.unknownOperation("This server does not have the service of this call.");
    }

    private static ApiException wrongScope(AwsService service, String scope) {
        return ApiException.of(
                "InvalidSignatureException",
                "The request is signed for the service %s, and this operation belongs to %s."
                        .formatted(scope, service.signingName()));
    }

    /** A failing observer does not change the response. */
    private void observe(AnsweredCall call) {
        try {
            observer.accept(call);
        } catch (RuntimeException | Error reason) {
            LOG.error("The observer of calls failed", reason);
        }
    }
}
