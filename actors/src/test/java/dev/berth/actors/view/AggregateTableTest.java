package dev.berth.actors.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.ClusterAggregate;
import dev.berth.actors.entity.Index;
import dev.berth.actors.view.AggregateTable.Term;
import dev.berth.domain.Aggregate;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.cluster.ClusterEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AggregateTableTest {

    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final Cluster ACTIVE = new Cluster.Active("c", Map.of(), NOW);

    private static AggregateTable<Cluster> empty() {
        return AggregateTable.empty(AggregateKind.CLUSTER);
    }

    private static Cluster inactive(int secondsLater) {
        return new Cluster.Inactive("c", Map.of(), NOW.plusSeconds(secondsLater));
    }

    @Test
    void anIndexFollowsTheStateAndLeavesNothingBehind() {
        var table = empty().restored("blue", 1, ACTIVE).restored("green", 1, ACTIVE);
        assertThat(table.ids(ClusterAggregate.STATUS, "ACTIVE")).containsExactly("blue", "green");

        table = table.after("blue", 2, new ClusterEvent.Deleted(NOW));
        assertThat(table.ids(ClusterAggregate.STATUS, "ACTIVE")).containsExactly("green");
        assertThat(table.ids(ClusterAggregate.STATUS, "INACTIVE")).containsExactly("blue");
        assertThat(table.sequenceNumber("blue")).isEqualTo(2);

        table = table.without("blue").without("green");
        assertThat(table.count(ClusterAggregate.STATUS, "ACTIVE")).isZero();
        assertThat(table.count(ClusterAggregate.STATUS, "INACTIVE")).isZero();
        assertThat(table).isEqualTo(empty());
    }

    /** Whatever happens to a table, its indexes are what all rows together say. */
    @Test
    void indexesAreThoseOfTheRowsAfterAnyHistory() {
        var random = new Random(7);
        var table = empty();
        for (var i = 1; i <= 2_000; i++) {
            var id = "c" + random.nextInt(20);
            table =
                    switch (random.nextInt(4)) {
                        case 0 -> table.without(id);
                        case 1 -> table.restored(id, i, ACTIVE);
                        case 2 -> table.restored(id, i, new Cluster.Forgotten("c"));
                        default -> table.restored(id, i, inactive(random.nextInt(60)));
                    };
            for (var index : AggregateKind.CLUSTER.shown().indexes()) {
                var expected = expected(table, index);
                for (var key : expected.keySet()) {
                    assertThat(table.ids(index, key)).isEqualTo(expected.get(key));
                }
            }
            assertThat(table.count(ClusterAggregate.STATUS, "ACTIVE"))
                    .isEqualTo(
                            expected(table, ClusterAggregate.STATUS)
                                    .getOrDefault("ACTIVE", Set.of())
                                    .size());
        }
    }

    private static Map<String, Set<String>> expected(
            AggregateTable<Cluster> table, Index<Cluster> index) {
        var expected = new HashMap<String, Set<String>>();
        table.rows()
                .forEach(
                        (id, row) -> {
                            for (var key : index.keys().apply(row.state())) {
                                expected.computeIfAbsent(key, _ -> new TreeSet<>()).add(id);
                            }
                        });
        return expected;
    }

    @Test
    void whatEndedIsFoundByItsTime() {
        var table =
                empty().restored("live", 1, ACTIVE)
                        .restored("late", 1, inactive(60))
                        .restored("early", 1, inactive(10))
                        .restored("earliest", 1, inactive(-10));
        assertThat(table.endedBefore(NOW.plusSeconds(60))).containsExactly("earliest", "early");
        assertThat(table.endedBefore(NOW.plusSeconds(61)))
                .containsExactly("earliest", "early", "late");
    }

    @Test
    void aSelectionContinuesAfterAKeyAndReadsOnlyWhatIsNeeded() {
        var table = empty();
        var ids = new TreeMap<String, Integer>();
        for (var i = 100; i < 1_000; i++) {
            ids.put("c" + i, i);
            table = table.restored("c" + i, 1, ACTIVE);
        }
        var terms = List.of(new Term<>(ClusterAggregate.STATUS, "ACTIVE"));
        var looked = new AtomicInteger();
        var page =
                table.select(terms, "c499").peek(_ -> looked.incrementAndGet()).limit(3).toList();
        assertThat(page).containsExactly("c500", "c501", "c502");
        assertThat(looked).hasValue(3);
        assertThat(table.select(List.of(), null)).containsExactlyElementsOf(ids.keySet());
        assertThat(table.select(terms, "c999")).isEmpty();
    }

    @Test
    void anIndexThatWasNotDeclaredIsAMistakeOfTheCaller() {
        var stray = Index.<Cluster>by("colour", _ -> Set.of());
        assertThatThrownBy(() -> empty().ids(stray, "red"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Cluster has no index by colour");
    }

    @Test
    void whatIsDerivedFromAStateIsMadeOncePerState() {
        var made = new AtomicInteger();
        var table = empty().restored("blue", 1, ACTIVE);
        for (var i = 0; i < 3; i++) {
            table.row("blue")
                    .orElseThrow()
                    .derived(String.class, _ -> "v" + made.incrementAndGet());
        }
        assertThat(made).hasValue(1);
        var changed = table.after("blue", 2, new ClusterEvent.Deleted(NOW));
        assertThat(derive(changed, made)).isEqualTo("v2");
        assertThat(derive(table, made)).isEqualTo("v1");
    }

    private static String derive(AggregateTable<Cluster> table, AtomicInteger made) {
        return table.row("blue")
                .orElseThrow()
                .derived(String.class, _ -> "v" + made.incrementAndGet());
    }

    @Test
    void everyKindHasATableInItsOwnViewOnly() {
        for (AggregateKind<?, ?, ?> kind : AggregateKind.ALL) {
            var inAccount = AccountSnapshot.EMPTY.kinds().contains(kind);
            var inCluster = ClusterSnapshot.empty("c").kinds().contains(kind);
            assertThat(inAccount).isNotEqualTo(inCluster);
        }
        assertThatThrownBy(() -> AccountSnapshot.EMPTY.table(AggregateKind.TASK))
                .hasMessageContaining("Task is shown in the view of the CLUSTER");
    }

    @Test
    void anAggregateThatIsAsBeforeItsFirstEventHasNoRow() {
        Aggregate.State absent = new Cluster.Absent();
        assertThat(empty().restored("blue", 3, absent).size()).isZero();
    }
}
