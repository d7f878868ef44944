package dev.berth.domain.tag;

import static dev.berth.domain.Scenario.NOW;
import static dev.berth.domain.task.Tasks.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.ErrorCode;
import dev.berth.domain.Scenario;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.cluster.ClusterDecider;
import dev.berth.domain.cluster.ClusterEvent;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskDecider;
import dev.berth.domain.task.TaskEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What tags do to what has them; the same for every kind, shown with clusters and tasks. */
class TagsTest {

    private static final TagChange RED = TagChange.setting(Map.of("colour", "red"));

    private final Scenario<ClusterCommand, ClusterEvent, Cluster> cluster =
            Scenario.of(new ClusterDecider());
    private final Scenario<TaskCommand, TaskEvent, Task> task = Scenario.of(new TaskDecider());

    @Test
    void whatIsCreatedWithTagsHasThemFromItsFirstWriteOn() {
        cluster.when(new ClusterCommand.Create("blue", Map.of(), Map.of("colour", "red")))
                .then(
                        new ClusterEvent.Created("blue", Map.of(), NOW),
                        new ClusterEvent.TagsChanged(RED));
        task.when(new TaskCommand.Launch(spec("t1", "i1"), Map.of("colour", "red")))
                .then(
                        new TaskEvent.Launched(spec("t1", "i1"), NOW),
                        new TaskEvent.TagsChanged(RED));
    }

    @Test
    void aChangeThatChangesNothingIsNotWritten() {
        cluster.given(
                        new ClusterEvent.Created("blue", Map.of(), NOW),
                        new ClusterEvent.TagsChanged(RED))
                .when(new ClusterCommand.ChangeTags(RED))
                .thenNothing()
                .when(new ClusterCommand.ChangeTags(TagChange.removing(Set.of("size"))))
                .thenNothing();
    }

    @Test
    void theTagsOfTheSystemDoNotCount() {
        var full = new HashMap<String, String>();
        for (int i = 0; i < Tags.MAX_TAGS; i++) {
            full.put("k" + i, "");
        }
        full.put("aws:ecs:clusterName", "blue");
        cluster.when(new ClusterCommand.Create("blue", Map.of(), full));
        assertThat(cluster.state(Cluster.Active.class).tags()).hasSize(Tags.MAX_TAGS + 1);
        cluster.when(new ClusterCommand.ChangeTags(RED))
                .thenRefuses(ErrorCode.LIMIT_EXCEEDED, "A resource can have up to 50 tags.");
    }

    @Test
    void aDeletedClusterThatIsCreatedAgainHasNoneOfItsOldTags() {
        cluster.when(new ClusterCommand.Create("blue", Map.of(), Map.of("colour", "red")))
                .when(new ClusterCommand.Delete(0, 0, 0))
                .when(new ClusterCommand.Create("blue", Map.of()));
        assertThat(cluster.state(Cluster.Active.class).tags()).isEmpty();
    }

    @Test
    void onlyAStopByItsUserTakesATasksTags() {
        task.when(new TaskCommand.Launch(spec("t1", "i1"), Map.of("colour", "red")))
                .when(new TaskCommand.Orphan("gone"));
        assertThat(task.state(Task.Stopped.class).tags()).containsOnlyKeys("colour");

        var other = Scenario.of(new TaskDecider());
        other.when(new TaskCommand.Launch(spec("t1", "i1"), Map.of("colour", "red")))
                .when(new TaskCommand.Stop(StopCode.USER_INITIATED, "enough"));
        assertThat(other.state(Task.Active.class).tags()).isEmpty();
    }
}
