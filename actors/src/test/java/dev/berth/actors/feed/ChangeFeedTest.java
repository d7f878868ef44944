package dev.berth.actors.feed;

import static dev.berth.actors.Given.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.Given;
import dev.berth.actors.TestDatabase;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.journal.JournalTail;
import dev.berth.actors.journal.RowDeletion;
import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.retention.Retention;
import dev.berth.domain.instance.ContainerInstance.Status;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskEvent;
import dev.berth.domain.task.TaskReport;
import dev.berth.domain.task.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Changes as they are made, and the same changes from the journal. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class ChangeFeedTest {
    private static final TaskReport STOPPED =
            new TaskReport(LastStatus.STOPPED, null, List.of(), null, null, null);

    @TempDir Path folder;
    @Parameter TestDatabase kind;

    /** What can be compared of a change. */
    private record Seen(
            EntityAddress<?> address,
            long sequenceNumber,
            Object event,
            Object before,
            Object after) {
        static Seen of(Change change) {
            return new Seen(
                    change.address(),
                    change.sequenceNumber(),
                    change.event(),
                    change.before(),
                    change.after());
        }
    }

    private static final class Recorder implements ChangeFeed.Listener {
        private final BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
        private final BlockingQueue<Long> marks = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> losses = new LinkedBlockingQueue<>();

        @Override
        public void changed(Change change) {
            changes.add(change);
        }

        @Override
        public void marked(long ordering) {
            marks.add(ordering);
        }

        @Override
        public void lost() {
            losses.add("lost");
        }

        /** The next journaled change of this aggregate. */
        private Change next(EntityAddress<?> address) throws InterruptedException {
            while (true) {
                var change = changes.poll(30, TimeUnit.SECONDS);
                assertThat(change).as("a change of %s", address).isNotNull();
                if (change.isJournaled() && change.address().equals(address)) {
                    return change;
                }
            }
        }

        private void awaitMark(long ordering) throws InterruptedException {
            Long mark;
            do {
                mark = marks.poll(30, TimeUnit.SECONDS);
                assertThat(mark).as("a mark at %d", ordering).isNotNull();
            } while (mark < ordering);
        }
    }

    @Test
    void everyChangeComesWithTheStatesAroundItAndAgainFromTheJournal() throws Exception {
        var settings = kind.fresh(folder);
        var live = new ArrayList<Seen>();
        try (var plane = start(settings)) {
            var tail = new JournalTail(plane.database());
            var recorder = new Recorder();
            plane.feed().open(recorder, tail.newest());
            Given.instance(plane, "blue", "i1", 1000, 1000);
            launch(plane, "ab12");
            stop(plane, "ab12");
            done(
                    plane.ask(
                            AggregateKind.CONTAINER_INSTANCE.at("blue", "i1"),
                            new InstanceCommand.Deregister(true, Set.of())));
            recorder.awaitMark(tail.newest());
            recorder.changes.stream().filter(Change::isJournaled).map(Seen::of).forEach(live::add);
            assertThat(recorder.changes)
                    .as("that the agent has connected")
                    .anyMatch(
                            change ->
                                    !change.isJournaled()
                                            && change.contents().isConnected("i1")
                                            && !change.previous().isConnected("i1"));
        }
        var task = live.stream().filter(seen -> seen.address().equals(task("ab12"))).toList();
        assertThat(task).extracting(Seen::sequenceNumber).containsExactly(1L, 2L, 3L);
        assertThat(task.get(2).before()).isInstanceOf(Task.Active.class);
        assertThat(task.get(2).after()).isInstanceOf(Task.Stopped.class);
        try (var plane = start(settings)) {
            assertThat(past(plane, 0)).containsExactlyInAnyOrderElementsOf(live);
        }
    }

    @Test
    void theJournalIsReadFromAPositionInTheMiddleOfALongHistory() throws Exception {
        try (var plane = start(kind.fresh(folder))) {
            var tail = new JournalTail(plane.database());
            var instance = AggregateKind.CONTAINER_INSTANCE.at("blue", "i1");
            Given.instance(plane, "blue", "i1", 1000, 1000);
            for (var i = 0; i < 450; i++) { // two snapshots are taken meanwhile
                done(plane.ask(instance, new InstanceCommand.ReserveSequence(1)));
            }
            var position = tail.newest();
            launch(plane, "ab12");
            done(plane.ask(instance, new InstanceCommand.SetStatus(Status.DRAINING)));
            var expected = plane.cluster("blue").registered("i1").orElseThrow();
            assertThat(past(plane, position))
                    .filteredOn(seen -> seen.address().equals(instance))
                    .last()
                    .extracting(Seen::after)
                    .isEqualTo(expected);
        }
    }

    @Test
    void whatFollowsRowsThatAreDeletedIsLeftOut() throws Exception {
        try (var plane = start(kind.fresh(folder))) {
            var tail = new JournalTail(plane.database());
            launch(plane, "ab12");
            launch(plane, "ab34");
            var position = tail.newest();
            new RowDeletion(plane.database()).delete(List.of(RowDeletion.Part.all(task("ab12"))));
            stop(plane, "ab12");
            stop(plane, "ab34");
            assertThat(past(plane, position))
                    .extracting(Seen::address)
                    .containsOnly(task("ab34"))
                    .hasSize(2);
        }
    }

    @Test
    void aViewThatIsFoldedAgainReportsThatChangesWereLost() throws Exception {
        try (var plane = start(kind.fresh(folder))) {
            var recorder = new Recorder();
            launch(plane, "ab12");
            plane.feed().open(recorder, new JournalTail(plane.database()).newest());
            plane.clusterView("blue").rebuild();
            assertThat(recorder.losses.poll(30, TimeUnit.SECONDS)).isNotNull();
            done(plane.ask(task("ab12"), new TaskCommand.Stop(StopCode.USER_INITIATED, "why")));
            assertThat(recorder.next(task("ab12")).event())
                    .isInstanceOf(TaskEvent.StopRequested.class);
        }
    }

    private static List<Seen> past(ControlPlane plane, long position) throws Exception {
        var replay = plane.replay();
        var seen = new ArrayList<Seen>();
        ChangeReplay.Page page;
        do {
            page = replay.after(position);
            position = page.reached();
            page.changes().forEach(placed -> seen.add(Seen.of(placed.change())));
        } while (!page.isLast());
        return seen;
    }

    private static ControlPlane start(DatabaseSettings settings) throws Exception {
        return ControlPlane.start(
                Database.open(settings),
                Retention.shown(Duration.ofHours(1)),
                new DefaultPlacement(),
                InstantSource.system(),
                ConfigFactory.empty());
    }

    private static void launch(ControlPlane plane, String id) throws Exception {
        done(plane.ask(task(id), new TaskCommand.Launch(Tasks.spec(id, "i1"))));
    }

    private static void stop(ControlPlane plane, String id) throws Exception {
        done(plane.ask(task(id), new TaskCommand.Stop(StopCode.USER_INITIATED, "why")));
        done(plane.ask(task(id), new TaskCommand.Report(STOPPED)));
    }

    private static EntityAddress<TaskCommand> task(String id) {
        return AggregateKind.TASK.at("blue", id);
    }
}
