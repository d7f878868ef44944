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
 * Text messages as whole strings, bounded in length and time; a socket that sends anything else is
 * ended.
 */
public final class Frames {

    /** In characters; an agent with thousands of tasks tells of them in a fraction of it. */
    static final int LONGEST = 4 << 20;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private Frames() {}

    public static Flow<Message, String, NotUsed> texts(ClassicActorSystemProvider system) {
        return Flow.of(Message.class).mapAsync(1, message -> text(message, system));
    }

    private static CompletionStage<String> text(
            Message message, ClassicActorSystemProvider system) {
        if (!(message instanceof TextMessage text)) {
            return CompletableFuture.failedFuture(
                    new IllegalArgumentException("agents speak in text messages"));
        }
        if (text.isStrict()) {
            return CompletableFuture.completedFuture(text.getStrictText());
        }
        return text.getStreamedText()
                .limitWeighted(LONGEST, part -> (long) part.length())
                .completionTimeout(TIMEOUT)
                .runWith(Sink.fold(new StringBuilder(), StringBuilder::append), system)
                .thenApply(StringBuilder::toString);
    }
}
