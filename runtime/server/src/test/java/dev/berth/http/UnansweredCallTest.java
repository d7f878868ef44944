package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.berth.protocol.sigv4.SignableRequest;
import dev.berth.protocol.wire.EncodedResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Calls that a front cannot answer: its handler fails, or it has stopped accepting work. */
class UnansweredCallTest {
    private final ActorSystem system = ActorSystem.create("front");
    private final Workers workers = new Workers(2);
    private final Logger logger = (Logger) LoggerFactory.getLogger(HttpFront.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final HttpFront front =
            new HttpFront(1 << 10, new BodyMemory(1 << 20), workers, system);

    @BeforeEach
    void record() {
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void end() {
        logger.detachAppender(log);
        workers.close();
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    @Test
    void anErrorIsAServerExceptionAndLoggedWithItsStackTrace() throws Exception {
        open(
                () -> {
                    throw new StackOverflowError("deep");
                });

        var response = post();

        assertThat(response.status().intValue()).isEqualTo(500);
        assertThat(text(response)).contains("ServerException").doesNotContain("deep");
        assertThat(log.list)
                .singleElement()
                .satisfies(
                        line -> {
                            assertThat(line.getLevel()).isEqualTo(Level.ERROR);
                            assertThat(line.getThrowableProxy().getClassName())
                                    .isEqualTo(StackOverflowError.class.getName());
                        });
    }

    @Test
    void aStoppingServerSaysThatItIsUnavailable() throws Exception {
        open(() -> new EncodedResponse(200, "text/plain", Map.of(), new byte[0]));
        workers.close();

        var response = post();

        assertThat(response.status().intValue()).isEqualTo(503);
        assertThat(text(response))
                .contains("ServiceUnavailableException")
                .contains("The server is stopping.");
        assertThat(log.list).isEmpty();
    }

    private void open(Supplier<EncodedResponse> answer) {
        var handler =
                new CallHandler() {
                    @Override
                    public Lane lane(SignableRequest request) {
                        return Lane.USERS;
                    }

                    @Override
                    public EncodedResponse answer(IncomingCall call) {
                        return answer.get();
                    }
                };
        front.open(handler, null, null, () -> CompletableFuture.completedStage(Optional.empty()));
    }

    private HttpResponse post() throws Exception {
        return front.handle(HttpRequest.POST("/")).toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static String text(HttpResponse response) {
        return ((HttpEntity.Strict) response.entity()).getData().utf8String();
    }
}
