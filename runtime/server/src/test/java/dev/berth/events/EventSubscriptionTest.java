package dev.berth.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.feed.Change;
import dev.berth.actors.feed.ChangeReplay;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.task.Task;
import dev.berth.events.EventSubscription.Batch;
import dev.berth.events.EventSubscription.Item;
import dev.berth.events.EventSubscription.Limits;
import dev.berth.plugin.events.DetailType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One reader's events, without a server. Work on the database is done at once. */
class EventSubscriptionTest {
    private static final Limits LIMITS = new Limits(3, 1_000);

    private final Journal journal = new Journal();
    private final List<String> ended = new ArrayList<>();

    /** Rows by position; each page holds two. */
    private static final class Journal implements EventSubscription.Past {
        private final TreeMap<Long, EventDocument> rows = new TreeMap<>();
        private Runnable beforePage = () -> {};

        @Override
        public ChangeReplay.Page after(long position) {
            beforePage.run();
            var later = rows.tailMap(position, false).entrySet().stream().limit(2).toList();
            var changes =
                    later.stream()
                            .map(
                                    row ->
                                            new ChangeReplay.Placed(
                                                    row.getKey(), change(row.getValue())))
                            .toList();
            return new ChangeReplay.Page(
                    changes,
                    later.isEmpty() ? position : later.getLast().getKey(),
                    later.size() < 2);
        }

        private static Change change(EventDocument event) {
            var contents = ClusterSnapshot.empty(event.cluster());
            return new Change(
                    event.address(),
                    event.sequenceNumber(),
                    null,
                    new Task.Absent(),
                    new Task.Absent(),
                    event.at(),
                    contents,
                    contents);
        }

        @Override
        public List<EventDocument> events(ChangeReplay.Placed placed) {
            return List.of(rows.get(placed.ordering()));
        }
    }

    @Test
    void pastEventsComeBeforeNewOnesAndNoneTwice() throws Exception {
        journal.rows.putAll(Map.of(7L, event("a", 1), 8L, event("a", 2), 9L, event("a", 3)));
        var subscription = subscription(7);
        subscription.marked(8);
        // Offered while the journal is read, in which two of them are already.
        journal.beforePage =
                () -> {
                    journal.beforePage = () -> {};
                    subscription.offer(event("a", 2));
                    subscription.offer(event("a", 3));
                    subscription.offer(event("a", 4));
                };
        var items = new ArrayList<Item>();
        items.addAll(next(subscription).items()); // the first page
        items.addAll(next(subscription).items());
        assertThat(items)
                .filteredOn(item -> item.event() != null)
                .extracting(item -> item.event().sequenceNumber())
                .containsExactly(2L, 3L, 4L);
        assertThat(items).extracting(Item::position).isSorted().allMatch(at -> at <= 8);
    }

    @Test
    void theIdOfAnEventIsNeverAPositionThatEventsBehindItHaveReached() throws Exception {
        var subscription = live();
        subscription.offer(event("a", 1));
        subscription.offer(event("b", 1));
        subscription.marked(12);
        assertThat(next(subscription).items())
                .extracting(Item::position)
                .containsExactly(7L, 7L, 12L);
        assertThat(subscription.position()).isEqualTo(12);
    }

    @Test
    void whoWaitsIsAnsweredByTheNextEvent() throws Exception {
        var subscription = live();
        var asked = subscription.next().toCompletableFuture();
        assertThat(asked).isNotDone();
        subscription.offer(event("a", 1));
        assertThat(asked.get().items()).hasSize(1);
    }

    @Test
    void aReaderThatIsTooSlowGetsItsEndAndNothingIsKeptForIt() throws Exception {
        var subscription = live();
        for (var i = 1; i <= 4; i++) {
            subscription.offer(event("a", i));
        }
        assertThat(next(subscription)).isEqualTo(new Batch(List.of(), EventSubscription.TOO_SLOW));
        assertThat(ended).containsExactly("cut off");
    }

    @Test
    void theLengthOfWaitingEventsIsLimitedToo() throws Exception {
        var subscription = live();
        subscription.offer(event("a", 1, "x".repeat(600)));
        assertThat(next(subscription).items()).hasSize(1);
        subscription.offer(event("a", 2, "x".repeat(600)));
        subscription.offer(event("a", 3, "x".repeat(600)));
        assertThat(next(subscription).end()).isEqualTo(EventSubscription.TOO_SLOW);
    }

    @Test
    void whatWaitsIsSentBeforeTheEndUnlessEventsWereLost() throws Exception {
        var stopping = live();
        var asked = stopping.next().toCompletableFuture();
        stopping.offer(event("a", 1));
        assertThat(asked.get().items()).hasSize(1);
        stopping.offer(event("a", 2));
        stopping.end(EventSubscription.STOPPING);
        assertThat(next(stopping))
                .satisfies(batch -> assertThat(batch.items()).hasSize(1))
                .extracting(Batch::end)
                .isEqualTo(EventSubscription.STOPPING);
        var losing = live();
        losing.offer(event("a", 1));
        losing.cutOff(EventSubscription.LOST);
        assertThat(next(losing)).isEqualTo(new Batch(List.of(), EventSubscription.LOST));
    }

    @Test
    void onlyWhatTheFilterNamesComes() throws Exception {
        var filter = new EventFilter(Set.of("blue"), Set.of(DetailType.TASK), Set.of("b"));
        var subscription = subscription(7, filter);
        subscription.offer(event("a", 1));
        subscription.offer(event("b", 2));
        assertThat(next(subscription).items())
                .extracting(item -> item.event().sequenceNumber())
                .containsExactly(2L);
        assertThat(new EventFilter(Set.of("red"), Set.of(), Set.of()).matches(event("a", 1)))
                .isFalse();
        assertThat(
                        new EventFilter(Set.of(), Set.of(DetailType.DEPLOYMENT), Set.of())
                                .matches(event("a", 1)))
                .isFalse();
        assertThat(EventFilter.ALL.matches(event("a", 1))).isTrue();
    }

    @Test
    void whoClosesIsGone() {
        live().close();
        assertThat(ended).containsExactly("closed");
    }

    private EventSubscription live() {
        return subscription(7);
    }

    private EventSubscription subscription(long from) {
        return subscription(from, EventFilter.ALL);
    }

    private EventSubscription subscription(long from, EventFilter filter) {
        return new EventSubscription(
                from,
                filter,
                LIMITS,
                journal,
                Runnable::run,
                new EventSubscription.Owner() {
                    @Override
                    public void cutOff(EventSubscription subscription) {
                        ended.add("cut off");
                    }

                    @Override
                    public void closed(EventSubscription subscription) {
                        ended.add("closed");
                    }
                });
    }

    private static Batch next(EventSubscription subscription) {
        CompletableFuture<Batch> next = subscription.next().toCompletableFuture();
        assertThat(next).isDone();
        return next.join();
    }

    private static EventDocument event(String task, long number) {
        return event(task, number, "{}");
    }

    private static EventDocument event(String task, long number, String json) {
        return new EventDocument(
                task + number,
                DetailType.TASK,
                "blue",
                List.of("arn:aws:ecs:eu-test-1:123456789012:task/blue/" + task),
                AggregateKind.TASK.at("blue", task),
                number,
                true,
                Instant.EPOCH,
                json);
    }
}
