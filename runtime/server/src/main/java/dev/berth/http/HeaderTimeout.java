package dev.berth.http;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.AsyncCallback;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Closes a connection where the header of its next request does not arrive within the timeout. The
 * timeout starts when the connection is opened and after each response. Pekko's idle timeout
 * restarts with each byte, so a client that sends single bytes slowly could keep a connection open
 * without end. WebSocket connections have no header timeout.
 */
final class HeaderTimeout
        extends GraphStage<BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse>> {
    private static final String HEADER_TIMEOUT = "head";

    private final Inlet<HttpRequest> fromPeer = Inlet.create("HeaderTimeout.fromPeer");
    private final Outlet<HttpRequest> toHandler = Outlet.create("HeaderTimeout.toHandler");
    private final Inlet<HttpResponse> fromHandler = Inlet.create("HeaderTimeout.fromHandler");
    private final Outlet<HttpResponse> toPeer = Outlet.create("HeaderTimeout.toPeer");
    private final Duration timeout;

    private HeaderTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    /** The handler of each connection. */
    static Flow<HttpRequest, HttpResponse, NotUsed> over(
            Function<HttpRequest, CompletionStage<HttpResponse>> handler, Duration timeout) {
        return BidiFlow.fromGraph(new HeaderTimeout(timeout))
                .join(Flow.of(HttpRequest.class).mapAsync(1, handler));
    }

    @Override
    public BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse> shape() {
        return new BidiShape<>(fromPeer, toHandler, fromHandler, toPeer);
    }

    @Override
    public GraphStageLogic createLogic(Attributes attributes) {
        return new Watch();
    }

    private final class Watch extends TimerGraphStageLogic {
        private final AsyncCallback<NotUsed> answered =
                createAsyncCallback(_ -> scheduleOnce(HEADER_TIMEOUT, timeout));

        Watch() {
            super(shape());
            setHandler(
                    fromPeer,
                    new AbstractInHandler() {
                        @Override
                        public void onPush() {
                            cancelTimer(HEADER_TIMEOUT);
                            push(toHandler, grab(fromPeer));
                        }

                        @Override
                        public void onUpstreamFinish() {
                            complete(toHandler);
                        }
                    });
            setHandler(
                    toHandler,
                    new AbstractOutHandler() {
                        @Override
                        public void onPull() {
                            pull(fromPeer);
                        }

                        @Override
                        public void onDownstreamFinish(Throwable cause) {
                            cancel(fromPeer, cause);
                        }
                    });
            setHandler(
                    fromHandler,
                    new AbstractInHandler() {
                        @Override
                        public void onPush() {
                            push(toPeer, watched(grab(fromHandler)));
                        }

                        @Override
                        public void onUpstreamFinish() {
                            complete(toPeer);
                        }
                    });
            setHandler(
                    toPeer,
                    new AbstractOutHandler() {
                        @Override
                        public void onPull() {
                            pull(fromHandler);
                        }

                        @Override
                        public void onDownstreamFinish(Throwable cause) {
                            cancel(fromHandler, cause);
                        }
                    });
        }

        @Override
        public void preStart() {
            scheduleOnce(HEADER_TIMEOUT, timeout);
        }

        @Override
        public void onTimer(Object late) {
            completeStage();
        }

        /** No timeout runs during a long response, such as a log that is followed. */
        private HttpResponse watched(HttpResponse response) {
            if (response.status().equals(StatusCodes.SWITCHING_PROTOCOLS)) {
                return response;
            }
            if (response.entity() instanceof HttpEntity.Strict) {
                scheduleOnce(HEADER_TIMEOUT, timeout);
                return response;
            }
            return response.transformEntityDataBytes(
                    Flow.of(ByteString.class)
                            .watchTermination(
                                    (none, ended) -> {
                                        ended.whenComplete(
                                                (_, _) -> answered.invoke(NotUsed.getInstance()));
                                        return none;
                                    }));
        }
    }
}
