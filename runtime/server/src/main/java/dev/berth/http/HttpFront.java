package dev.berth.http;

import dev.berth.ecs.EcsService;
import dev.berth.wire.WireApi;
import dev.berth.wire.WireRequest;
import dev.berth.wire.WireResponse;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
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
 * What answers on the port: {@code /-/healthy} and {@code /-/ready} for anybody, the sockets of
 * agents, Berth's own pages, and AWS calls by {@code POST /}. Each request gets a virtual thread of
 * its own; how many work at the same time is bounded by the executor.
 */
final class HttpFront {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final String STARTING =
            "The server is starting and has not read its journal to the end. Try again.";

    private final BodyReader bodies;
    private final Executor workers;
    private final ClassicActorSystemProvider system;
    private volatile Open open;

    private record Open(WireApi api, SocketGuard sockets, PageGuard own, Readiness readiness) {}

    /**
     * A front that is healthy and puts everybody off.
     *
     * @param maxBody the longest body, in bytes
     * @param workers runs each request; its threads may wait
     */
    HttpFront(long maxBody, Executor workers, ClassicActorSystemProvider system) {
        this.bodies = new BodyReader(maxBody, system);
        this.workers = workers;
        this.system = system;
    }

    /** From now on it is ready: the views show the whole journal. */
    void open(WireApi api, SocketGuard sockets, PageGuard own, Readiness readiness) {
        open = new Open(api, sockets, own, readiness);
    }

    /** Never fails: whatever goes wrong is an answer. */
    CompletionStage<HttpResponse> handle(HttpRequest request) {
        var upgrade = request.getAttribute(AttributeKeys.webSocketUpgrade);
        var path = request.getUri().path();
        if (path.equals("/") && request.method().equals(HttpMethods.POST)) {
            return awsCall(request);
        }
        request.discardEntityBytes(system);
        if (upgrade.isPresent() && SocketGuard.leadsTo(path)) {
            return socket(request, upgrade.get());
        }
        var now = open;
        if (now == null && !path.startsWith("/-/")) {
            return CompletableFuture.completedStage(PageGuard.sentence(503, STARTING));
        }
        if (now != null && now.own().leadsTo(path)) {
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

    private CompletionStage<HttpResponse> own(HttpRequest request, PageGuard door) {
        return work(UUID.randomUUID().toString(), _ -> door.open(request))
                .exceptionally(HttpFront::failed);
    }

    private static HttpResponse failed(Throwable reason) {
        LOG.error("a page could not be answered", reason);
        return PageGuard.sentence(500, "The server failed; its log says how.");
    }

    private CompletionStage<HttpResponse> socket(HttpRequest request, WebSocketUpgrade upgrade) {
        var now = open;
        return now == null
                ? CompletableFuture.completedStage(
                        SocketRefusal.of(503, "ServerException", STARTING))
                : work(
                        UUID.randomUUID().toString(),
                        id -> now.sockets().open(request, upgrade, id));
    }

    private HttpResponse page(HttpRequest request, String path) {
        return switch (path) {
            case String _ when !isRead(request) -> text(405, "Berth answers AWS calls as POST /.");
            case "/-/healthy" -> text(200, "The server listens.");
            case "/-/ready" -> text(503, STARTING);
            default -> text(404, "There is nothing here. AWS calls go to POST /.");
        };
    }

    private static HttpResponse text(int status, String sentence) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(ContentTypes.TEXT_PLAIN_UTF8, sentence + "\n");
    }

    private CompletionStage<HttpResponse> awsCall(HttpRequest request) {
        var requestId = UUID.randomUUID().toString();
        return bodies.read(request.entity())
                .thenCompose(
                        body ->
                                body == null
                                        ? CompletableFuture.completedStage(tooLong(requestId))
                                        : work(requestId, _ -> answer(request, body, requestId)))
                .exceptionally(reason -> neverEnded(requestId, reason));
    }

    private HttpResponse answer(HttpRequest request, byte[] body, String requestId) {
        var now = open;
        var wire =
                now == null
                        ? EcsService.error(503, "ServerException", STARTING)
                        : now.api()
                                .answer(
                                        new WireRequest(
                                                requestId,
                                                request.getUri().getScheme(),
                                                HttpRequests.signable(request, body)));
        return response(wire, requestId);
    }

    private CompletionStage<HttpResponse> work(
            String requestId, Function<String, HttpResponse> answer) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (var _ = MDC.putCloseable("requestId", requestId)) {
                        return answer.apply(requestId);
                    }
                },
                workers);
    }

    private static HttpResponse tooLong(String requestId) {
        var error =
                EcsService.error(
                        413,
                        "RequestEntityTooLargeException",
                        "The body is longer than this server reads (server.max-body).");
        return response(error, requestId).addHeader(Connection.create("close"));
    }

    private static HttpResponse neverEnded(String requestId, Throwable reason) {
        LOG.info("a request was given up: {}", reason.toString());
        var error =
                EcsService.error(
                        408, "RequestTimeoutException", "The body did not arrive in time.");
        return response(error, requestId).addHeader(Connection.create("close"));
    }

    private static HttpResponse response(WireResponse wire, String requestId) {
        var response =
                HttpResponse.create()
                        .withStatus(wire.status())
                        .withEntity(HttpRequests.contentType(wire.contentType()), wire.body())
                        .addHeader(RawHeader.create("x-amzn-RequestId", requestId));
        return wire.errorType() == null
                ? response
                : response.addHeader(RawHeader.create("x-amzn-ErrorType", wire.errorType()));
    }
}
