package dev.berth.domain.service.plan;

import static dev.berth.domain.Scenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.observation.Health;
import dev.berth.domain.observation.TaskObservation;
import dev.berth.domain.service.plan.ServiceTask.Cause;
import dev.berth.domain.service.plan.ServiceTask.End;
import dev.berth.domain.service.plan.ServiceTask.Target;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskEvent;
import dev.berth.domain.task.Tasks;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServiceTasksTest {

    private static ServiceTask seen(Set<String> checked, Health main, TaskEvent... events) {
        return ServiceTasks.of(
                (Task.Launched) Tasks.launched("t1", "i1", events),
                TaskObservation.NOTHING.withHealth(Map.of("main", main)),
                checked,
                Target.NONE);
    }

    private static End end(StopCode code, String reason) {
        return seen(
                        Set.of(),
                        Health.UNKNOWN,
                        new TaskEvent.StopRequested(code, reason, NOW.plusSeconds(1)))
                .end();
    }

    @Test
    void onlyEssentialContainersWithACheckDecideOnHealth() {
        assertThat(seen(Set.of("main"), Health.HEALTHY).health()).isEqualTo(Health.HEALTHY);
        assertThat(seen(Set.of("main"), Health.HEALTHY).hasHealthCheck()).isTrue();
        assertThat(seen(Set.of("side"), Health.UNKNOWN).hasHealthCheck()).isFalse();
    }

    @Test
    void aTaskThatIsToRunHasNoEnd() {
        assertThat(seen(Set.of(), Health.UNKNOWN).isLive()).isTrue();
    }

    @Test
    void theReasonOfTheSchedulerTellsAnUnhealthyTaskFromOneThatWasScaledIn() {
        assertThat(
                        end(
                                        StopCode.SERVICE_SCHEDULER_INITIATED,
                                        "Task failed container health checks")
                                .cause())
                .isEqualTo(Cause.UNHEALTHY);
        assertThat(
                        end(
                                        StopCode.SERVICE_SCHEDULER_INITIATED,
                                        ServiceReconciler.scaling("ecs-svc/1"))
                                .cause())
                .isEqualTo(Cause.OTHER);
        assertThat(end(StopCode.USER_INITIATED, "enough"))
                .isEqualTo(new End(Cause.OTHER, false, NOW.plusSeconds(1)));
    }

    @Test
    void aTaskThatStoppedByItselfSaysWhether() {
        var failed =
                new TaskEvent.Stopped(
                        null, StopCode.TASK_FAILED_TO_START, "no", NOW.plusSeconds(2));
        assertThat(seen(Set.of(), Health.UNKNOWN, failed).end())
                .isEqualTo(new End(Cause.FAILED_TO_START, true, NOW.plusSeconds(2)));
    }
}
