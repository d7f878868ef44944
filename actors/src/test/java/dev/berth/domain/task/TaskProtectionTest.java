package dev.berth.domain.task;

import static dev.berth.domain.Scenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.ErrorCode;
import dev.berth.domain.Scenario;
import dev.berth.domain.task.TaskCommand.Protect;
import dev.berth.domain.task.TaskEvent.ProtectionSet;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TaskProtectionTest {

    private static final Instant UNTIL = NOW.plusSeconds(7200);

    private final Scenario<TaskCommand, TaskEvent, Task> scenario = Scenario.of(new TaskDecider());

    private static TaskEvent.Launched launched(String group) {
        var spec = Tasks.spec("t1", "i1");
        return new TaskEvent.Launched(
                new TaskSpec(
                        spec.cluster(),
                        spec.taskId(),
                        spec.instanceId(),
                        spec.family(),
                        spec.revision(),
                        group,
                        "ecs-svc/1",
                        spec.launchType(),
                        null,
                        spec.cpu(),
                        spec.memory(),
                        spec.containers()),
                NOW);
    }

    @Test
    void aTaskOfAServiceIsProtectedUntilThatIsTakenBack() {
        scenario.given(launched("service:web"))
                .when(new Protect(UNTIL))
                .then(new ProtectionSet(UNTIL, NOW));
        assertThat(scenario.state(Task.Active.class).protectedUntil()).isEqualTo(UNTIL);
        scenario.when(new Protect(UNTIL)).thenNothing();
        scenario.when(new Protect(null)).then(new ProtectionSet(null, NOW));
        assertThat(scenario.state(Task.Active.class).protectedUntil()).isNull();
    }

    @Test
    void protectionStaysWhenSomethingElseChanges() {
        scenario.given(launched("service:web"), new ProtectionSet(UNTIL, NOW))
                .when(
                        new TaskCommand.Report(
                                Tasks.report(Task.LastStatus.RUNNING, Tasks.running("main"))));
        assertThat(scenario.state(Task.Active.class).protectedUntil()).isEqualTo(UNTIL);
    }

    @Test
    void noOtherTaskCanBeProtected() {
        scenario.given(launched("family:web"))
                .when(new Protect(UNTIL))
                .thenRefuses(
                        ErrorCode.INVALID_PARAMETER, "Only a task of a service can be protected.");
    }

    @Test
    void aProtectedTaskIsStoppedByStopTask() {
        scenario.given(launched("service:web"), new ProtectionSet(UNTIL, NOW))
                .when(new TaskCommand.Stop(StopCode.USER_INITIATED, "enough"))
                .then(new TaskEvent.StopRequested(StopCode.USER_INITIATED, "enough", NOW));
    }
}
