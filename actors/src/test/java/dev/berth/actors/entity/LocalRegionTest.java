package dev.berth.actors.entity;

import static dev.berth.actors.Given.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.domain.cluster.ClusterCommand;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How entities are started and ended; what they do is {@link EntityTest}'s. */
class LocalRegionTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final LocalRegion.Timing NEVER_IDLE =
            new LocalRegion.Timing(
                    Duration.ofHours(1), Duration.ofMillis(100), Duration.ofMillis(200));
    private static final LocalRegion.Timing SOON_IDLE =
            new LocalRegion.Timing(
                    Duration.ofMillis(40), Duration.ofMillis(100), Duration.ofMillis(200));

    private final ActorTestKit actors =
            ActorTestKit.create(ConfigFactory.parseString("pekko.actor.provider = local"));
    private final AtomicInteger starts = new AtomicInteger();
    private final LinkedBlockingQueue<String> passivated = new LinkedBlockingQueue<>();

    /** What a command meets in the start of this number. */
    private interface Life {
        void onCommand(int start);
    }

    @AfterEach
    void stop() {
        actors.shutdownTestKit();
    }

    private LocalRegion region(LocalRegion.Timing timing, Life life, CountDownLatch mayEnd) {
        return LocalRegion.start(actors.system(), address -> entity(address, life, mayEnd), timing);
    }

    /** Answers with the number of its start. */
    private Behavior<Entity.Message> entity(
            EntityAddress<?> address, Life life, CountDownLatch mayEnd) {
        return Behaviors.setup(
                _ -> {
                    var start = starts.incrementAndGet();
                    return Behaviors.receiveMessage(
                            message ->
                                    switch (message) {
                                        case Entity.Execute<?> execute -> {
                                            life.onCommand(start);
                                            execute.replyTo()
                                                    .tell(new Reply.Done(start, List.of(), null));
                                            yield Behaviors.same();
                                        }
                                        case Entity.Passivate() -> {
                                            passivated.add(address.id());
                                            mayEnd.await();
                                            yield Behaviors.stopped();
                                        }
                                    });
                });
    }

    private static CompletionStage<Reply> ask(LocalRegion region, String cluster) {
        return region.ask(
                AggregateKind.CLUSTER.at(cluster), new ClusterCommand.Delete(0, 0, 0), 0, TIMEOUT);
    }

    private static long answer(CompletionStage<Reply> reply) throws Exception {
        return ((Reply.Done) done(reply)).sequenceNumber();
    }

    @Test
    void anEntityIsStartedByItsFirstCommandAndServesTheNextOnes() throws Exception {
        var region = region(NEVER_IDLE, _ -> {}, new CountDownLatch(0));
        assertThat(answer(ask(region, "a"))).isEqualTo(1);
        assertThat(answer(ask(region, "a"))).isEqualTo(1);
        assertThat(answer(ask(region, "b"))).isEqualTo(2);
    }

    @Test
    void anIdleEntityEndsAndStartsAgainWithTheNextCommand() throws Exception {
        var region = region(SOON_IDLE, _ -> {}, new CountDownLatch(0));
        assertThat(answer(ask(region, "a"))).isEqualTo(1);
        assertThat(passivated.poll(30, TimeUnit.SECONDS)).isEqualTo("a");
        assertThat(answer(ask(region, "a"))).isEqualTo(2);
    }

    @Test
    void commandsThatArriveWhileAnEntityPassivatesAreAnsweredByTheNextStart() throws Exception {
        var mayEnd = new CountDownLatch(1);
        var region = region(SOON_IDLE, _ -> {}, mayEnd);
        assertThat(answer(ask(region, "a"))).isEqualTo(1);
        assertThat(passivated.poll(30, TimeUnit.SECONDS)).isEqualTo("a");
        var replies = List.of(ask(region, "a"), ask(region, "a"), ask(region, "a"));

        mayEnd.countDown();

        for (var reply : replies) {
            assertThat(answer(reply)).isEqualTo(2);
        }
    }

    @Test
    void anEntityThatFailsIsStartedAgainAfterAPauseThatGrows() throws Exception {
        var failedAt = new CopyOnWriteArrayList<Long>();
        var region =
                region(
                        NEVER_IDLE,
                        start -> {
                            if (start <= 2) {
                                failedAt.add(System.nanoTime());
                                throw new IllegalStateException("start " + start);
                            }
                        },
                        new CountDownLatch(0));

        assertThat(answerInTheEnd(region)).isEqualTo(3);

        var answeredAt = System.nanoTime();
        assertThat(failedAt).hasSize(2);
        assertThat(Duration.ofNanos(failedAt.get(1) - failedAt.get(0)))
                .isGreaterThanOrEqualTo(Duration.ofMillis(100));
        assertThat(Duration.ofNanos(answeredAt - failedAt.get(1)))
                .isGreaterThanOrEqualTo(Duration.ofMillis(200));
        assertThat(answer(ask(region, "b"))).as("others go on").isEqualTo(4);
    }

    /** What an entity had received when it failed is never answered, so it is asked again. */
    private static long answerInTheEnd(LocalRegion region) throws Exception {
        for (var attempt = 0; ; attempt++) {
            try {
                return ((Reply.Done)
                                ask(region, "a").toCompletableFuture().get(1, TimeUnit.SECONDS))
                        .sequenceNumber();
            } catch (TimeoutException e) {
                assertThat(attempt).as("attempts").isLessThan(20);
            }
        }
    }
}
