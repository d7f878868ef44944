package dev.berth.actors.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.journal.FinalEvents.FinalEvent;
import dev.berth.actors.journal.RowDeletion.Part;
import dev.berth.actors.journal.TaskRows.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RetentionPlanTest {

    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final Retention WEEK = Retention.shown(Duration.ofHours(1));
    private static final Predicate<EntityAddress<?>> NOTHING_IN_USE = _ -> false;

    private static Ended stopped(String id, Duration ago) {
        return ended(id, ago, true);
    }

    private static Ended givenUp(String id, Duration ago) {
        return ended(id, ago, false);
    }

    private static Ended ended(String id, Duration ago, boolean launched) {
        return new Ended(
                AggregateKind.TASK.at("c", id), -ago.toSeconds(), NOW.minus(ago), launched);
    }

    private static List<String> going(
            List<Ended> ended, Predicate<EntityAddress<?>> inUse, Retention retention) {
        return going(ended, Long.MIN_VALUE, inUse, retention);
    }

    private static List<String> going(
            List<Ended> ended,
            long tooMany,
            Predicate<EntityAddress<?>> inUse,
            Retention retention) {
        return RetentionPlan.plan(ended, tooMany, inUse, retention, NOW).stream()
                .map(EntityAddress::localId)
                .toList();
    }

    @Test
    void tasksGoWhenTheirTimeIsOverAndNotBefore() {
        var ended =
                List.of(
                        stopped("young", Duration.ofDays(7)),
                        stopped("old", Duration.ofDays(7).plusMillis(1)),
                        givenUp("never-ran", Duration.ofDays(8)));
        assertThat(going(ended, NOTHING_IN_USE, WEEK)).containsExactly("old", "never-ran");
    }

    @Test
    void ofTooManyTheNewestStayAndWhatNeverRanCountsForNothing() {
        var ended =
                List.of(
                        stopped("oldest", Duration.ofHours(5)),
                        stopped("middle", Duration.ofHours(4)),
                        stopped("newest", Duration.ofHours(3)),
                        givenUp("never-ran", Duration.ofHours(6)));
        var tooMany = ended.get(1).ordering();
        assertThat(going(ended, tooMany, NOTHING_IN_USE, WEEK)).containsExactly("oldest", "middle");
    }

    @Test
    void whatIsInUseStaysHoweverOldItIs() {
        var ended = List.of(stopped("used", Duration.ofDays(90)), stopped("x", Duration.ofDays(9)));
        assertThat(going(ended, task -> task.localId().equals("used"), WEEK)).containsExactly("x");
    }

    @Test
    void nothingGoesWithinTheHourInWhichALateLaunchMayArrive() {
        var ended = List.of(stopped("now", Duration.ofHours(1)));
        assertThat(going(ended, Long.MAX_VALUE, NOTHING_IN_USE, WEEK)).isEmpty();
    }

    @Test
    void aKeptJournalKeepsEverything() {
        var all =
                new Retention(
                        WEEK.stoppedTasks(), WEEK.postMortem(), 0, Retention.DEFAULT_ROWS, true);
        assertThat(going(List.of(stopped("old", Duration.ofDays(90))), NOTHING_IN_USE, all))
                .isEmpty();
    }

    private static FinalEvent ended(EntityAddress<?> of, Duration ago, boolean alone) {
        return new FinalEvent(of, 9, NOW.minus(ago), alone);
    }

    private static EntityAddress<?> instance(String id) {
        return AggregateKind.CONTAINER_INSTANCE.at("c", id);
    }

    @Test
    void whatStandsBeforeTheFinalEventGoesFirstAndTheEventOnlyWhereTheIdIsNeverUsedAgain() {
        var cluster = AggregateKind.CLUSTER.at("c");
        var family = AggregateKind.FAMILY.at("f");
        var hours = Duration.ofHours(2);
        var ends =
                List.of(
                        ended(cluster, Duration.ZERO, false),
                        ended(family, hours, true),
                        ended(instance("talked"), hours, false),
                        ended(instance("alone"), hours, true));
        assertThat(RetentionPlan.concluded(ends, NOTHING_IN_USE, WEEK, NOW))
                .containsExactly(
                        new Part(cluster, 8, 9),
                        new Part(instance("talked"), 8, 9),
                        new Part(instance("alone"), 9, 9));
    }

    @Test
    void anInstanceThatTheApiShowsKeepsItsRows() {
        var ends =
                List.of(
                        ended(instance("young"), Duration.ofHours(1), false),
                        ended(instance("shown"), Duration.ofHours(2), false));
        assertThat(
                        RetentionPlan.concluded(
                                ends, address -> address.localId().equals("shown"), WEEK, NOW))
                .isEmpty();
    }

    @Test
    void aDefinitionIsDeletedWhenItWasUnreferencedForAnHour() {
        var unused =
                Map.of("web:1", NOW.minus(Duration.ofHours(1)), "web:2", NOW.minusSeconds(3599));
        assertThat(RetentionPlan.definitions(unused, WEEK, NOW)).containsExactly("web:1");
    }
}
