package dev.berth.plugin.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.plugin.events.DetailType;
import dev.berth.plugin.events.EcsEvent;
import dev.berth.plugin.events.EventDestination;
import dev.berth.plugin.events.EventSink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What every {@link EventSink} keeps. The test of a sink extends this class. */
public abstract class EventSinkContract {
    private static final long SECONDS = 30;

    /** A new sink with at least one destination, which accepts events. */
    protected abstract EventSink sink() throws Exception;

    /** A new sink with at least one destination, which cannot be reached or accepts no event. */
    protected abstract EventSink sinkOfARefusingDestination() throws Exception;

    /** An event as the server makes it. */
    protected static EcsEvent event(String id) {
        return new EcsEvent(
                id,
                DetailType.TASK,
                "default",
                Instant.parse("2026-02-03T04:05:06Z"),
                List.of("arn:aws:ecs:us-east-1:000000000000:task/default/" + id),
                "{\"version\":\"0\",\"id\":\"%s\",\"detail\":{\"group\":\"ä€😀\"}}".formatted(id));
    }

    @Test
    void destinationsHaveDifferentNamesAndDoNotChange() throws Exception {
        var sink = sink();
        var destinations = sink.destinations();
        assertThat(destinations)
                .isNotEmpty()
                .extracting(EventDestination::name)
                .doesNotHaveDuplicates();
        assertThat(sink.destinations()).isEqualTo(destinations);
    }

    @Test
    void anEventIsAcceptedAndMayBeSentAgain() throws Exception {
        var sink = sink();
        await(send(sink, "one"));
        await(send(sink, "one"));
    }

    @Test
    void aRefusedEventFailsAndTheSinkCanBeUsedAgain() throws Exception {
        var sink = sinkOfARefusingDestination();
        for (int i = 0; i < 2; i++) {
            assertThat(send(sink, "one").toCompletableFuture())
                    .failsWithin(Duration.ofSeconds(SECONDS))
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .withMessageMatching("\\S.*");
        }
    }

    @Test
    void severalThreadsSendAtOnce() throws Exception {
        var sink = sink();
        Threads.together(
                () -> {
                    await(send(sink, Thread.currentThread().getName()));
                    return null;
                });
    }

    private static CompletionStage<Void> send(EventSink sink, String id) {
        return sink.send(sink.destinations().get(0), event(id));
    }

    private static void await(CompletionStage<Void> answer) throws Exception {
        assertThat(answer).as("the future of send()").isNotNull();
        answer.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }
}
