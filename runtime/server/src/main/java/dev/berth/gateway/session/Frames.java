package dev.berth.gateway.session;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;

/**
 * Reads text messages as strings, with a limit on length and time. A binary message ends the
 * socket.
 */
public final class Frames {

    /** In characters; the messages of an agent with thousands of tasks are much shorter. */
    static final int MAX_LENGTH = 4 << 20;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private Frames() {}

    public static Flow<Message, String, NotUsed> texts(ClassicActorSystemProvider system) {
        return Flow.of(Message.class).mapAsync(1, message -> text(message, system));
    }

    private static CompletionStage<String> text(
            Message message, ClassicActorSystemProvider system) {
        if (!(message instanceof TextMessage text)) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("The agent sent a binary message"));
        }
        if (text.isStrict()) {
            return CompletableFuture.completedFuture(text.getStrictText());
        }
        return text.getStreamedText()
                .limitWeighted(MAX_LENGTH, part -> (long) part.length())
                .completionTimeout(TIMEOUT)
                .runWith(Sink.fold(new StringBuilder(), StringBuilder::append), system)
                .thenApply(StringBuilder::toString);
    }
}
