package dev.berth.actors.view;

import static dev.berth.actors.Given.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.journal.JournalReader.Row;
import dev.berth.domain.Scenario;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.cluster.ClusterEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a view does while a fold of the journal is on its way; the test says when it arrives. */
class ViewFoldTest {

    private static final ActorTestKit ACTORS = ActorTestKit.create("views", ConfigFactory.load());
    private static final EntityAddress<ClusterCommand> BLUE = AggregateKind.CLUSTER.at("blue");
    private static final ClusterEvent CREATED =
            new ClusterEvent.Created("blue", Map.of(), Scenario.NOW);
    private static final ClusterEvent DELETED = new ClusterEvent.Deleted(Scenario.NOW);
    private static final AccountSnapshot WITH_BLUE = AccountSnapshot.EMPTY.after(BLUE, 1, CREATED);

    private final ManualSource source = new ManualSource();
    private final ViewHandle<AccountSnapshot> view = new ViewHandle<>(AccountSnapshot.EMPTY);

    private static final class ManualSource implements ViewSource<AccountSnapshot> {
        private final LinkedBlockingQueue<CompletableFuture<AccountSnapshot>> folds =
                new LinkedBlockingQueue<>();

        @Override
        public CompletionStage<AccountSnapshot> fold() {
            var fold = new CompletableFuture<AccountSnapshot>();
            folds.add(fold);
            return fold;
        }

        @Override
        public Instant shownSince() {
            return Instant.EPOCH;
        }

        @Override
        public CompletionStage<List<Row>> rowsAfter(EntityAddress<?> address, long number) {
            return CompletableFuture.completedFuture(List.of());
        }

        CompletableFuture<AccountSnapshot> nextFold() throws InterruptedException {
            var fold = folds.poll(30, TimeUnit.SECONDS);
            assertThat(fold).as("a fold that was begun").isNotNull();
            return fold;
        }
    }

    @AfterAll
    static void stop() {
        ACTORS.shutdownTestKit();
    }

    @BeforeEach
    void start() {
        view.setActor(ACTORS.spawn(View.create(view, source)));
    }

    @Test
    void aViewIsReadyWhenTheJournalIsFolded() throws Exception {
        var fold = source.nextFold();
        assertThat(view.isReady()).isFalse();
        fold.complete(WITH_BLUE);
        assertThat(done(view.await(BLUE, 1))).isEqualTo(WITH_BLUE);
        assertThat(view.isReady()).isTrue();
    }

    @Test
    void whatIsPublishedMeanwhileWaitsAndIsAppliedOnce() throws Exception {
        view.published(BLUE, 1, List.of(CREATED));
        view.published(BLUE, 2, List.of(DELETED));
        source.nextFold().complete(WITH_BLUE);
        assertThat(done(view.await(BLUE, 2)).cluster("blue"))
                .containsInstanceOf(Cluster.Inactive.class);
    }

    @Test
    void aFoldThatFailsIsTriedAgain() throws Exception {
        source.nextFold().completeExceptionally(new IllegalStateException("For this test"));
        source.nextFold().complete(WITH_BLUE);
        assertThat(done(view.await(BLUE, 1))).isEqualTo(WITH_BLUE);
    }

    @Test
    void aFoldThatWasBegunEarlierNeverBringsBackAnOldPicture() throws Exception {
        view.rebuild();
        view.rebuild();
        source.nextFold().complete(AccountSnapshot.EMPTY);
        view.published(BLUE, 1, List.of(CREATED));
        done(view.await(BLUE, 1));

        for (var late = source.folds.poll(); late != null; late = source.folds.poll()) {
            late.complete(AccountSnapshot.EMPTY);
        }
        view.published(BLUE, 2, List.of(DELETED));

        assertThat(done(view.await(BLUE, 2)).sequenceNumber(BLUE)).isEqualTo(2);
    }
}
