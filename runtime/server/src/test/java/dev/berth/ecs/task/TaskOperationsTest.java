package dev.berth.ecs.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import dev.berth.http.TestPort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerStateChange;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.NetworkBinding;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskStopCode;

@ExtendWith(SharedServer.class)
class TaskOperationsTest {
    private final Running server;
    private final EcsClient ecs;
    private final String cluster;
    private final String instance;

    TaskOperationsTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
        this.cluster = server.cluster();
        this.instance = server.instance(cluster);
    }

    @Test
    void aReportedTaskIsRunningWithItsBindings() {
        var arn = run(server.definition());
        var pulled = Instant.ofEpochMilli(1_795_332_787_604L);

        var answer =
                ecs.submitTaskStateChange(
                        r ->
                                r.cluster(cluster)
                                        .task(arn)
                                        .status("RUNNING")
                                        .reason("")
                                        .pullStartedAt(pulled)
                                        .containers(
                                                change("RUNNING")
                                                        .runtimeId("abc")
                                                        .networkBindings(binding(80, 32_768))
                                                        .build()));

        assertThat(answer.acknowledgment()).isNotBlank();
        server.showsReports(cluster);
        var task = describe(arn);
        assertThat(task.lastStatus()).isEqualTo("RUNNING");
        assertThat(task.startedAt()).isNotNull();
        assertThat(task.pullStartedAt()).isEqualTo(pulled);
        assertThat(task.version()).isEqualTo(2);
        assertThat(task.containers().getFirst().lastStatus()).isEqualTo("RUNNING");
        assertThat(task.containers().getFirst().runtimeId()).isEqualTo("abc");
        assertThat(task.containers().getFirst().networkBindings())
                .containsExactly(binding(80, 32_768));
    }

    @Test
    void aReportedRangeOfPortsIsShownPortByPort() {
        var arn = run(server.definition());
        var range =
                NetworkBinding.builder()
                        .bindIP("0.0.0.0")
                        .containerPortRange("8000-8001")
                        .hostPortRange("32768-32769")
                        .protocol("tcp")
                        .build();

        report(arn, "RUNNING", change("RUNNING").networkBindings(range));

        assertThat(describe(arn).containers().getFirst().networkBindings())
                .containsExactly(binding(8000, 32_768), binding(8001, 32_769));
    }

    @Test
    void anEssentialContainersExitEndsTheTaskWithItsCode() {
        var arn = run(server.definition());
        report(arn, "RUNNING", change("RUNNING"));

        report(arn, "STOPPED", change("STOPPED").exitCode(3));

        var task = describe(arn);
        assertThat(task.lastStatus()).isEqualTo("STOPPED");
        assertThat(task.desiredStatus()).isEqualTo("STOPPED");
        assertThat(task.stopCode()).isEqualTo(TaskStopCode.ESSENTIAL_CONTAINER_EXITED);
        assertThat(task.stoppedReason()).isEqualTo("Essential container in task exited");
        assertThat(task.stoppedAt()).isNotNull();
        assertThat(task.containers().getFirst().exitCode()).isEqualTo(3);
    }

    @Test
    void aTaskThatCannotStartSaysSo() {
        var arn = run(server.definition());

        report(arn, "STOPPED", change("STOPPED").reason("CannotPullContainerError: no"));

        var task = describe(arn);
        assertThat(task.stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
        assertThat(task.containers().getFirst().reason()).isEqualTo("CannotPullContainerError: no");
        assertThat(task.containers().getFirst().exitCode()).isNull();
    }

    @Test
    void aStopIsVisibleAtOnceAndTheTaskStopsWhenItsAgentReportsIt() {
        var arn = run(server.definition());
        report(arn, "RUNNING", change("RUNNING"));

        var stopping =
                ecs.stopTask(r -> r.cluster(cluster).task(arn).reason("no longer needed")).task();

        assertThat(stopping.desiredStatus()).isEqualTo("STOPPED");
        assertThat(stopping.lastStatus()).isEqualTo("RUNNING");
        assertThat(stopping.stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        assertThat(stopping.stoppedReason()).isEqualTo("no longer needed");
        assertThat(stopping.stoppingAt()).isNotNull();
        report(arn, "STOPPED", change("STOPPED").exitCode(143));
        assertThat(describe(arn).lastStatus()).isEqualTo("STOPPED");
        assertThat(describe(arn).stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        assertThat(ecs.stopTask(r -> r.cluster(cluster).task(arn)).task().stoppedReason())
                .isEqualTo("no longer needed");
    }

    @Test
    void withoutAReasonAStopIsTheUsers() {
        var arn = run(server.definition());

        var bareId = arn.substring(arn.lastIndexOf('/') + 1);
        assertThat(ecs.stopTask(r -> r.cluster(cluster).task(bareId)).task().stoppedReason())
                .isEqualTo("Task stopped by user");
    }

    @Test
    void aTaskThatIsNotThereCannotBeStopped() {
        refused(
                () -> ecs.stopTask(r -> r.cluster(cluster).task("0123")),
                "The referenced task was not found.");
    }

    @Test
    void inHostModeTheBindingsAreThePortsOfTheDefinition() {
        var family = server.name();
        var mapping = PortMapping.builder().containerPort(8080).build();
        ecs.registerTaskDefinition(
                r ->
                        r.family(family)
                                .networkMode(NetworkMode.HOST)
                                .containerDefinitions(
                                        Running.container().toBuilder()
                                                .portMappings(mapping)
                                                .build()));
        var arn = run(family);
        assertThat(describe(arn).containers().getFirst().networkBindings()).isEmpty();

        report(arn, "RUNNING", change("RUNNING"));

        assertThat(describe(arn).containers().getFirst().networkBindings())
                .containsExactly(binding(8080, 8080));
    }

    @Test
    void describedTasksThatAreMissingAreFailures() {
        var arn = run(server.definition());
        var missing = TestPort.ARNS.task(cluster, "0123456789abcdef0123456789abcdef");

        var answer =
                ecs.describeTasks(
                        r -> r.cluster(cluster).tasks(arn, "0123456789abcdef0123456789abcdef"));

        assertThat(answer.tasks()).extracting(Task::taskArn).containsExactly(arn);
        assertThat(answer.failures())
                .extracting(f -> f.arn() + " " + f.reason())
                .containsExactly(missing + " MISSING");
    }

    @Test
    void tasksAreListedByWhatIsToBecomeOfThem() {
        var family = server.definition();
        var running = run(family);
        var stopped = run(family);
        ecs.stopTask(r -> r.cluster(cluster).task(stopped));

        assertThat(list(r -> {})).containsExactly(running);
        assertThat(list(r -> r.desiredStatus(DesiredStatus.STOPPED))).containsExactly(stopped);
        assertThat(list(r -> r.desiredStatus(DesiredStatus.PENDING))).isEmpty();
    }

    @Test
    void tasksAreListedByFamilyInstanceStarterAndLaunchType() {
        var family = server.definition();
        var mine =
                ecs.runTask(r -> r.cluster(cluster).taskDefinition(family).startedBy("me"))
                        .tasks()
                        .getFirst()
                        .taskArn();
        var other = run(server.definition());

        assertThat(list(r -> r.family(family))).containsExactly(mine);
        assertThat(list(r -> r.startedBy("me"))).containsExactly(mine);
        assertThat(list(r -> r.containerInstance(instance))).containsExactlyInAnyOrder(mine, other);
        assertThat(list(r -> r.containerInstance("0123"))).isEmpty();
        assertThat(list(r -> r.launchType("EXTERNAL"))).isEmpty();
        assertThat(
                        catchThrowableOfType(
                                InvalidParameterException.class,
                                () -> list(r -> r.startedBy("me").family(family))))
                .hasMessageContaining("startedBy must be the only filter");
    }

    @Test
    void anArnOfAnotherClusterIsRefusedAndAnUnknownIdIsMissing() {
        var sentence =
                "Invalid identifier: Identifier is for cluster elsewhere. Your cluster is "
                        + cluster;
        var task = foreign("task");
        var instance = foreign("container-instance");
        refused(() -> ecs.describeTasks(r -> r.cluster(cluster).tasks(task)), sentence);
        refused(() -> ecs.stopTask(r -> r.cluster(cluster).task(task)), sentence);
        refused(
                () ->
                        ecs.describeContainerInstances(
                                r -> r.cluster(cluster).containerInstances(instance)),
                sentence);
        refused(
                () ->
                        ecs.deregisterContainerInstance(
                                r -> r.cluster(cluster).containerInstance(instance)),
                sentence);
        refused(() -> list(r -> r.containerInstance(instance)), sentence);
        assertThat(ecs.describeTasks(r -> r.cluster(cluster).tasks("0123")).failures())
                .singleElement()
                .matches(failure -> failure.reason().equals("MISSING"));
    }

    @Test
    void anUnknownClusterIsRefusedBeforeAnEmptyList() {
        for (var call :
                List.<ThrowingCallable>of(
                        () -> ecs.describeTasks(r -> r.cluster("absent").tasks(List.of())),
                        () ->
                                ecs.describeContainerInstances(
                                        r -> r.cluster("absent").containerInstances(List.of())),
                        () -> ecs.registerContainerInstance(r -> r.cluster("absent")))) {
            assertThat(catchThrowableOfType(ClusterNotFoundException.class, call)).isNotNull();
        }
        refused(() -> ecs.describeTasks(r -> r.cluster(cluster)), "tasks is required.");
    }

    private static String foreign(String type) {
        var own = TestPort.ARNS;
        return type.equals("task")
                ? own.task("elsewhere", "0123456789abcdef")
                : own.containerInstance("elsewhere", "0123456789abcdef");
    }

    private static void refused(ThrowingCallable call, String sentence) {
        assertThat(catchThrowableOfType(InvalidParameterException.class, call))
                .isNotNull()
                .hasMessageContaining(sentence);
    }

    @Test
    void tasksAreListedPageByPage() {
        var family = server.definition();
        var arns = new ArrayList<String>();
        ecs.runTask(r -> r.cluster(cluster).taskDefinition(family).count(5))
                .tasks()
                .forEach(task -> arns.add(task.taskArn()));

        var listed = new ArrayList<String>();
        ecs.listTasksPaginator(r -> r.cluster(cluster).maxResults(2))
                .taskArns()
                .forEach(listed::add);

        assertThat(listed).containsExactlyInAnyOrderElementsOf(arns);
    }

    private List<String> list(Consumer<ListTasksRequest.Builder> filter) {
        return ecs.listTasks(filter.andThen(r -> r.cluster(cluster))).taskArns();
    }

    private String run(String family) {
        return ecs.runTask(r -> r.cluster(cluster).taskDefinition(family))
                .tasks()
                .getFirst()
                .taskArn();
    }

    private Task describe(String arn) {
        return ecs.describeTasks(r -> r.cluster(cluster).tasks(arn)).tasks().getFirst();
    }

    private void report(String arn, String status, ContainerStateChange.Builder container) {
        ecs.submitTaskStateChange(
                r ->
                        r.cluster(cluster)
                                .task(arn)
                                .status(status)
                                .reason("")
                                .containers(container.build()));
        server.showsReports(cluster);
    }

    private static ContainerStateChange.Builder change(String status) {
        return ContainerStateChange.builder().containerName("main").status(status);
    }

    private static NetworkBinding binding(int containerPort, int hostPort) {
        return NetworkBinding.builder()
                .bindIP("0.0.0.0")
                .containerPort(containerPort)
                .hostPort(hostPort)
                .protocol("tcp")
                .build();
    }
}
