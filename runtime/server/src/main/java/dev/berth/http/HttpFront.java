package dev.berth.http;

import dev.berth.http.BodyReader.Body;
import dev.berth.http.CallHandler.Lane;
import dev.berth.protocol.wire.EncodedResponse;
import dev.berth.protocol.wire.ResponseContext;
import dev.berth.protocol.wire.WireError;
import dev.berth.protocol.wire.WireProtocol;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Connection;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Routes each request on the port: {@code /-/healthy} and {@code /-/ready} without authentication,
 * the sockets of agents, Berth's own pages, and AWS calls as {@code POST /}. Each request has its
 * own virtual thread; {@link Workers} limits how many run at the same time.
 */
final class HttpFront {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final String STARTING =
            "The server is starting and has not read its journal to the end. Try again.";

    private final BodyReader bodies;
    private final BodyMemory memory;
    private final Workers workers;
    private final ClassicActorSystemProvider system;
    private volatile Open open;

    private record Open(
            CallHandler calls, SocketGuard sockets, PageGuard own, Readiness readiness) {}

    /**
     * A front that is healthy and not ready: it answers every call with 503.
     *
     * @param maxBody the longest body, in bytes
     * @param memory limits the memory of all bodies together
     * @param workers run each request; their threads may block
     */
    HttpFront(long maxBody, BodyMemory memory, Workers workers, ClassicActorSystemProvider system) {
        this.bodies = new BodyReader(maxBody, system);
        this.memory = memory;
        this.workers = workers;
        this.system = system;
    }

    /** Makes it ready. Called when the views show the whole journal. */
    void open(CallHandler calls, SocketGuard sockets, PageGuard own, Readiness readiness) {
        open = new Open(calls, sockets, own, readiness);
    }

    /** Never fails: every error becomes a response. */
    CompletionStage<HttpResponse> handle(HttpRequest request) {
        var upgrade = request.getAttribute(AttributeKeys.webSocketUpgrade);
        var path = request.getUri().path();
        var repeated = HttpRequests.repeated(request);
        if (isCall(path) && request.method().equals(HttpMethods.POST)) {
            return repeated.isPresent() ? refused(request, repeated.get()) : call(request);
        }
        request.discardEntityBytes(system);
        if (repeated.isPresent()) {
            return CompletableFuture.completedStage(
                    PageGuard.sentence(400, occursTwice(repeated.get())));
        }
        if (upgrade.isPresent() && SocketGuard.handles(path)) {
            return socket(request, upgrade.get());
        }
        var now = open;
        if (now == null && !path.startsWith("/-/")) {
            return CompletableFuture.completedStage(PageGuard.sentence(503, STARTING));
        }
        if (now != null && now.own().handles(path)) {
            return own(request, now.own());
        }
        return path.equals("/-/ready") && now != null && isRead(request)
                ? now.readiness().problem().handle(HttpFront::ready)
                : CompletableFuture.completedStage(page(request, path));
    }

    private static HttpResponse ready(Optional<String> problem, Throwable failure) {
        if (failure != null) {
            return text(503, "Whether the server is ready is unknown.");
        }
        return problem.map(sentence -> text(503, sentence))
                .orElseGet(() -> text(200, "The server is ready."));
    }

    private static boolean isRead(HttpRequest request) {
        return request.method().equals(HttpMethods.GET)
                || request.method().equals(HttpMethods.HEAD);
    }

    /** AWS JSON and query use the root path; Smithy RPC v2 CBOR has the operation in its path. */
    private static boolean isCall(String path) {
        return path.equals("/") || path.startsWith("/service/");
    }

    private CompletionStage<HttpResponse> refused(HttpRequest request, String header) {
        request.discardEntityBytes(system);
        return CompletableFuture.completedStage(
                closing(
                        request,
                        UUID.randomUUID().toString(),
                        WireError.of(400, "InvalidRequestException", occursTwice(header))));
    }

    private static String occursTwice(String header) {
        return "The header " + header + " occurs more than once. Send it once.";
    }

    private CompletionStage<HttpResponse> own(HttpRequest request, PageGuard guard) {
        return work(Lane.USERS, UUID.randomUUID().toString(), _ -> guard.open(request))
                .exceptionally(HttpFront::failed);
    }

    private static HttpResponse failed(Throwable reason) {
        LOG.error("A page request failed", reason);
        return PageGuard.sentence(500, "The server failed. See the server's log for the reason.");
    }

    private CompletionStage<HttpResponse> socket(HttpRequest request, WebSocketUpgrade upgrade) {
        var now = open;
        return now == null
                ? CompletableFuture.completedStage(
                        SocketRefusal.of(503, "ServerException", STARTING))
                : work(
                        Lane.AGENTS,
                        UUID.randomUUID().toString(),
                        id -> now.sockets().open(request, upgrade, id));
    }

    private HttpResponse page(HttpRequest request, String path) {
        return switch (path) {
            case String _ when !isRead(request) -> text(405, "Send AWS calls as POST /.");
            case "/-/healthy" -> text(200, "The server is running.");
            case "/-/ready" -> text(503, STARTING);
            default -> text(404, "This path does not exist. Send AWS calls as POST /.");
        };
    }

    private static HttpResponse text(int status, String sentence) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(ContentTypes.TEXT_PLAIN_UTF8, sentence + "\n");
    }

    private CompletionStage<HttpResponse> call(HttpRequest request) {
        var requestId = UUID.randomUUID().toString();
        var share = memory.share();
        return bodies.read(request.entity(), share)
                .handle(
                        (body, failure) ->
                                failure == null
                                        ? call(request, body, requestId)
                                        : CompletableFuture.completedStage(
                                                neverEnded(request, requestId, failure)))
                .thenCompose(answer -> answer)
                .exceptionally(reason -> unanswered(request, requestId, reason))
                .whenComplete((_, _) -> share.release());
    }

    private CompletionStage<HttpResponse> call(HttpRequest request, Body body, String requestId) {
        return switch (body) {
            case Body.TooLong _ ->
                    CompletableFuture.completedStage(
                            closing(
                                    request,
                                    requestId,
                                    WireError.of(
                                            413,
                                            "RequestEntityTooLargeException",
                                            "The body is longer than this server accepts"
                                                    + " (server.max-body).")));
            case Body.NoRoom _ ->
                    CompletableFuture.completedStage(
                            closing(
                                    request,
                                    requestId,
                                    WireError.of(
                                            503,
                                            "ServiceUnavailableException",
                                            "The server is reading too many requests. Try"
                                                    + " again.")));
            case Body.Complete(var bytes) -> answer(request, bytes, requestId);
        };
    }

    private CompletionStage<HttpResponse> answer(
            HttpRequest request, byte[] body, String requestId) {
        var now = open;
        if (now == null) {
            return CompletableFuture.completedStage(
                    error(request, requestId, WireError.of(503, "ServerException", STARTING)));
        }
        var http = HttpRequests.signable(request, body);
        var call = new IncomingCall(requestId, request.getUri().getScheme(), http);
        return work(now.calls().lane(http), requestId, _ -> response(now.calls().answer(call)));
    }

    private CompletionStage<HttpResponse> work(
            Lane lane, String requestId, Function<String, HttpResponse> answer) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (var _ = MDC.putCloseable("requestId", requestId)) {
                        return answer.apply(requestId);
                    }
                },
                workers.of(lane));
    }

    private static HttpResponse neverEnded(
            HttpRequest request, String requestId, Throwable reason) {
        var cause = reason instanceof CompletionException ? reason.getCause() : reason;
        LOG.info("The body of a request did not arrive completely: {}", cause.toString());
        return closing(
                request,
                requestId,
                cause instanceof TimeoutException
                        ? WireError.of(
                                408, "RequestTimeoutException", "The body did not arrive in time.")
                        : WireError.of(
                                400,
                                "InvalidRequestException",
                                "The body is not valid HTTP, or it ends too early."));
    }

    /** An internal error, or the server is stopping. */
    private static HttpResponse unanswered(
            HttpRequest request, String requestId, Throwable reason) {
        var cause = reason instanceof CompletionException ? reason.getCause() : reason;
        if (cause instanceof RejectedExecutionException) {
            return closing(
                    request,
                    requestId,
                    WireError.of(503, "ServiceUnavailableException", "The server is stopping."));
        }
        LOG.error("Request {} could not be answered", requestId, cause);
        return error(
                request,
                requestId,
                WireError.of(
                        500,
                        "ServerException",
                        "The server failed. See the server's log for this request id."));
    }

    private static HttpResponse closing(HttpRequest request, String requestId, WireError error) {
        return error(request, requestId, error).addHeader(Connection.create("close"));
    }

    /** An error in the protocol of a call whose body was not read. */
    private static HttpResponse error(HttpRequest request, String requestId, WireError error) {
        var http = HttpRequests.signable(request, new byte[0]);
        var protocol = WireProtocol.of(http);
        var context = ResponseContext.of(http, protocol.called(http), requestId);
        return response(protocol.error(error, context));
    }

    private static HttpResponse response(EncodedResponse answer) {
        var response =
                HttpResponse.create()
                        .withStatus(answer.status())
                        .withEntity(HttpRequests.contentType(answer.contentType()), answer.body());
        for (var header : answer.headers().entrySet()) {
            response = response.addHeader(RawHeader.create(header.getKey(), header.getValue()));
        }
        return response;
    }
}
