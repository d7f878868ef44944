package dev.berth.actors.journal;

import static dev.berth.actors.Given.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.HandClock;
import dev.berth.actors.TestDatabase;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.retention.Retention;
import dev.berth.domain.task.PostMortem;
import dev.berth.domain.task.PostMortem.Line;
import dev.berth.domain.task.PostMortem.OfContainer;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskReport;
import dev.berth.domain.task.Tasks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks read from the journal alone. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class PastTasksTest {
    private static final PostMortem FOUND =
            new PostMortem(
                    List.of(
                            new OfContainer(
                                    "main",
                                    true,
                                    null,
                                    List.of(),
                                    List.of(new Line("stdout", "last words")),
                                    null)));
    private static final TaskReport STOPPED =
            new TaskReport(LastStatus.STOPPED, null, List.of(), null, null, null);

    @TempDir Path folder;
    @Parameter TestDatabase kind;

    @Test
    void aTaskIsReadWithItsPostMortemAlsoWhenTheViewsHaveForgottenIt() throws Exception {
        var settings = kind.fresh(folder);
        Task.Launched before;
        try (var plane = start(settings)) {
            launch(plane, "ab12");
            launch(plane, "ab34");
            done(plane.ask(task("ab12"), new TaskCommand.Stop(StopCode.USER_INITIATED, "why")));
            done(plane.ask(task("ab12"), new TaskCommand.Report(STOPPED)));
            done(plane.ask(task("ab12"), new TaskCommand.KeepPostMortem("i1", FOUND)));
            before = plane.cluster("blue").task("ab12").orElseThrow();
        }
        try (var plane = start(settings)) {
            assertThat(plane.cluster("blue").task("ab12"))
                    .as("folded without its post-mortem it is the same")
                    .contains(before);
            plane.clusterView("blue").note(view -> view.without(task("ab12")));
            var past = new PastTasks(plane.database());
            assertThat(past.read("blue", "ab12")).contains(new PastTasks.Past(before, FOUND));
            assertThat(past.read("blue", "ab34").orElseThrow().postMortem()).isNull();
            assertThat(past.read("blue", "none")).isEmpty();

            assertThat(past.idsThatBegin("blue", "ab", 9)).containsExactly("ab12", "ab34");
            assertThat(past.idsThatBegin("blue", "ab1", 9)).containsExactly("ab12");
            assertThat(past.idsThatBegin("blue", "ab", 1)).containsExactly("ab12");
            assertThat(past.idsThatBegin("blu_", "ab", 9)).isEmpty();
            assertThat(past.idsThatBegin("blue", "%", 9)).isEmpty();
        }
    }

    @Test
    void aPostMortemThatComesAfterItsTasksRowsWereDeletedIsDeletedToo() throws Exception {
        try (var plane = start(kind.fresh(folder))) {
            launch(plane, "ab12");
            done(plane.ask(task("ab12"), new TaskCommand.Report(STOPPED)));
            new RowDeletion(plane.database()).delete(List.of(RowDeletion.Part.all(task("ab12"))));
            done(plane.ask(task("ab12"), new TaskCommand.KeepPostMortem("i1", FOUND)));
            var reader = new JournalReader(plane.database());
            assertThat(reader.rows(task("ab12"), 9)).hasSize(1);
            assertThat(new PastTasks(plane.database()).read("blue", "ab12")).isEmpty();
            assertThat(new TaskRows(plane.database()).deleteStrayPostMortems()).isEqualTo(1);
            assertThat(reader.rows(task("ab12"), 9)).isEmpty();
        }
    }

    private static ControlPlane start(DatabaseSettings settings) throws Exception {
        return ControlPlane.start(
                Database.open(settings),
                Retention.shown(Duration.ofHours(1)),
                new DefaultPlacement(),
                new HandClock(),
                ConfigFactory.empty());
    }

    private static void launch(ControlPlane plane, String id) throws Exception {
        done(plane.ask(task(id), new TaskCommand.Launch(Tasks.spec(id, "i1"))));
    }

    private static EntityAddress<TaskCommand> task(String id) {
        return AggregateKind.TASK.at("blue", id);
    }
}
