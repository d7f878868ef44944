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
 * Stands around the handler of one connection and ends the connection where the head of its next
 * request does not come in time: counted from its opening and from the end of each answer. Pekko's
 * idle timeout begins anew with each byte, so that a drip of bytes would hold a connection for
 * ever. A connection that became a WebSocket is left alone.
 */
final class HeaderTimeout
        extends GraphStage<BidiShape<HttpRequest, HttpRequest, HttpResponse, HttpResponse>> {
    private static final String HEAD_IS_LATE = "head";

    private final Inlet<HttpRequest> fromPeer = Inlet.create("HeadPatience.fromPeer");
    private final Outlet<HttpRequest> toHandler = Outlet.create("HeadPatience.toHandler");
    private final Inlet<HttpResponse> fromHandler = Inlet.create("HeadPatience.fromHandler");
    private final Outlet<HttpResponse> toPeer = Outlet.create("HeadPatience.toPeer");
    private final Duration patience;

    private HeaderTimeout(Duration patience) {
        this.patience = patience;
    }

    /** The handler of each connection. */
    static Flow<HttpRequest, HttpResponse, NotUsed> over(
            Function<HttpRequest, CompletionStage<HttpResponse>> handler, Duration patience) {
        return BidiFlow.fromGraph(new HeaderTimeout(patience))
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
                createAsyncCallback(_ -> scheduleOnce(HEAD_IS_LATE, patience));

        Watch() {
            super(shape());
            setHandler(
                    fromPeer,
                    new AbstractInHandler() {
                        @Override
                        public void onPush() {
                            cancelTimer(HEAD_IS_LATE);
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
            scheduleOnce(HEAD_IS_LATE, patience);
        }

        @Override
        public void onTimer(Object late) {
            completeStage();
        }

        /** An answer that goes on for long, such as lines that are followed, is no silence. */
        private HttpResponse watched(HttpResponse response) {
            if (response.status().equals(StatusCodes.SWITCHING_PROTOCOLS)) {
                return response;
            }
            if (response.entity() instanceof HttpEntity.Strict) {
                scheduleOnce(HEAD_IS_LATE, patience);
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
