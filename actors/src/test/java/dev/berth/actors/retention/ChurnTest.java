package dev.berth.actors.retention;

import static dev.berth.actors.Given.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.Given;
import dev.berth.actors.TestDatabase;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.journal.FinalEvents;
import dev.berth.actors.journal.RowDeletion;
import dev.berth.actors.journal.RowDeletion.Part;
import dev.berth.actors.journal.TaskRows;
import dev.berth.actors.launch.ClientTokens.Key;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.cluster.ClusterCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left of what was made and deleted again. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ChurnTest {

    private static final Key KEY = new Key("living", "RunTask", "t1");
    private static final int NAMES = 5;
    private static final int TASKS = 100;

    @TempDir Path folder;
    @Parameter TestDatabase kind;

    @Test
    void afterAThousandTasksTheJournalHasOnlyCurrentResourcesAndEveryNameCanBeUsedAgain()
            throws Exception {
        var database = kind.fresh(folder);
        var churn = new Churn(database);
        Map<String, Object> lived;
        try (var plane = churn.start()) {
            churn.settle(plane, "living", "l1", "living");
            var running = churn.launch(plane, "living", "living", 1, 1).getFirst();
            for (var round = 0; round < NAMES; round++) {
                churn.round(plane, "c" + round, "i" + round, "f" + round, TASKS);
            }
            churn.leaveTheApi(plane);
            done(plane.sweep());
            for (var round = 0; round < NAMES; round++) {
                churn.round(plane, "c" + round, "j" + round, "f" + round, TASKS);
            }
            var named = churn.launch(plane, KEY, "living", 1);
            churn.stop(plane, "living", "l1", named);
            churn.clock.advance(Duration.ofHours(13));
            churn.define(plane, "late");
            var late = churn.launch(plane, "living", "late", 1, 1);
            churn.stop(plane, "living", "l1", late);
            churn.deleteDefinition(plane, "late", 1);
            churn.leaveTheApi(plane);

            done(plane.sweep());
            churn.clock.advance(Duration.ofHours(1));
            done(plane.sweep());

            var expected = new TreeMap<String, Long>();
            for (var name = 0; name < NAMES; name++) {
                expected.put("Cluster|c" + name, 1L);
                expected.put("TaskDefinitionFamily|f" + name, 1L);
            }
            expected.put("Cluster|living", 1L);
            expected.put("TaskDefinitionFamily|living", 1L);
            expected.put("TaskDefinition|living:1", 1L);
            expected.put("Task|living/" + running, 1L);
            expected.put("Task|living/" + named.getFirst(), 2L);
            expected.put("TaskDefinitionFamily|late", 1L);
            expected.put("TaskDefinition|late:1", 1L);
            expected.put("Task|living/" + late.getFirst(), 2L);
            assertThat(churn.rowsButOf(plane, "ContainerInstance|living/l1")).isEqualTo(expected);
            assertThat(churn.launch(plane, KEY, "living", 1)).as("the token").isEqualTo(named);

            churn.clock.advance(Duration.ofHours(24));
            done(plane.sweep());
            churn.clock.advance(Duration.ofHours(1));
            done(plane.sweep());
            expected.remove("Task|living/" + named.getFirst());
            expected.remove("Task|living/" + late.getFirst());
            expected.remove("TaskDefinition|late:1");
            assertThat(churn.rowsButOf(plane, "ContainerInstance|living/l1")).isEqualTo(expected);

            useAgain(churn, plane, "c0", "f0");
            lived = churn.shown(plane);
        }
        try (var plane = churn.start()) {
            assertThat(churn.shown(plane)).as("folded as it was lived").isEqualTo(lived);
            useAgain(churn, plane, "c1", "f1");
        }
    }

    /** Each name was used twice: its events counted three times two, its revisions two. */
    private static void useAgain(Churn churn, ControlPlane plane, String cluster, String family)
            throws Exception {
        assertThat(plane.account().cluster(cluster)).isEmpty();
        assertThat(plane.account().family(family)).isEmpty();
        var created =
                done(
                        plane.ask(
                                AggregateKind.CLUSTER.at(cluster),
                                new ClusterCommand.Create(cluster, Map.of())));
        assertThat(((Reply.Done) created).sequenceNumber()).isEqualTo(7);
        assertThat(plane.account().cluster(cluster)).containsInstanceOf(Cluster.Active.class);
        assertThat(churn.define(plane, family)).isEqualTo(3);
        Given.instance(plane, cluster, "again", 200, 200);
        assertThat(churn.launch(plane, cluster, family, 3, 1)).hasSize(1);
    }

    /**
     * What goes of one aggregate goes at once, so these are all the places where a sweep can end.
     */
    @Test
    void anInterruptedCleanupLeavesAConsistentJournal() throws Exception {
        var database = kind.fresh(folder);
        var churn = new Churn(database);
        Map<String, Object> lived;
        try (var plane = churn.start()) {
            churn.settle(plane, "living", "l1", "living");
            churn.round(plane, "c", "i", "f", 1);
            churn.leaveTheApi(plane);
            churn.clock.advance(Duration.ofHours(13));
            lived = churn.shown(plane);
        }
        var cuts = 0;
        for (var next = List.<Part>of(); cuts == 0 || !next.isEmpty(); cuts++) {
            try (var plane = churn.start()) {
                churn.leaveTheApi(plane);
                assertThat(churn.shown(plane)).as("after %s deletions", cuts).isEqualTo(lived);
                next = firstOf(plane, churn);
                new RowDeletion(plane.database()).delete(next);
            }
        }
        assertThat(cuts)
                .as(
                        "rows before three final events, a task, a definition, a final event; nothing more")
                .isEqualTo(3 + 1 + 1 + 1 + 1);
        try (var plane = churn.start()) {
            assertThat(churn.rowsButOf(plane, "ContainerInstance|living/l1").keySet())
                    .containsExactlyInAnyOrder(
                            "Cluster|c",
                            "Cluster|living",
                            "TaskDefinition|living:1",
                            "TaskDefinitionFamily|f",
                            "TaskDefinitionFamily|living");
        }
    }

    /** One aggregate of those that a sweep would take up next. */
    private static List<Part> firstOf(ControlPlane plane, Churn churn) throws Exception {
        var parts =
                new ArrayList<>(
                        RetentionPlan.concluded(
                                new FinalEvents(plane.database()).all(),
                                address -> plane.cluster("c").instance("i").isPresent(),
                                Churn.RETENTION,
                                churn.clock.instant()));
        var tasks = new TaskRows(plane.database());
        var now = churn.clock.instant();
        tasks.ended(
                page -> {
                    RetentionPlan.plan(page, Long.MIN_VALUE, _ -> false, Churn.RETENTION, now)
                            .forEach(task -> parts.add(Part.all(task)));
                    return true;
                });
        var unused = tasks.withoutReference(RetentionPlan.hiddenDefinitions(plane.account()));
        unused.forEach(id -> parts.add(Part.all(AggregateKind.TASK_DEFINITION.at(id))));
        return parts.subList(0, Math.min(1, parts.size()));
    }

    @Test
    void aHostThatComesBackUnderAnArnOfWhichRowsAreGoneIsShownAgain() throws Exception {
        var churn = new Churn(kind.fresh(folder));
        try (var plane = churn.start()) {
            churn.round(plane, "c", "i", "f", 3);
            churn.leaveTheApi(plane);
            done(plane.sweep());
            assertThat(churn.rowsButOf(plane, "")).containsEntry("ContainerInstance|c/i", 1L);
        }
        try (var plane = churn.start()) {
            Given.cluster(plane, "c");
            Given.instance(plane, "c", "i", 200, 200);
            done(plane.sweep());
            assertThat(plane.cluster("c").registered("i")).isPresent();
        }
        try (var plane = churn.start()) {
            assertThat(plane.cluster("c").registered("i")).isPresent();
            assertThat(churn.rowsButOf(plane, "")).containsEntry("ContainerInstance|c/i", 2L);
        }
    }
}
