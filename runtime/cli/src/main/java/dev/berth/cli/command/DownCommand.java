package dev.berth.cli.command;

import dev.berth.cli.docker.DockerHost;
import dev.berth.cli.ecs.EcsApi;
import dev.berth.cli.installation.Await;
import dev.berth.cli.installation.DataFolder;
import dev.berth.cli.installation.Hint;
import dev.berth.cli.installation.RunningAgent;
import dev.berth.cli.installation.RunningServer;
import dev.berth.cli.local.Shutdown;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import dev.berth.protocol.client.AwsException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateResponse;

/** {@code berth down}: stops what {@code berth up} started, and no container unless told to. */
@Command(
        name = "down",
        description =
                "Stop server and agents of this machine. Docker and the containers keep running.",
        mixinStandardHelpOptions = true)
public final class DownCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Option(
            names = "--stop-tasks",
            description = "first stop the tasks that run on this machine's container instances")
    private boolean stopTasks;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "150",
            description = "how long the tasks may take to stop; default ${DEFAULT-VALUE}")
    private int timeout;

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        var folder = data.folder();
        var server = folder.server();
        var agents = folder.agents();
        if (server.isEmpty() && agents.isEmpty()) {
            out.println("Nothing is running for " + folder.path() + ".");
            return 0;
        }
        var strays = 0;
        var drained = List.<DataFolder.Instance>of();
        var shutdown = new Shutdown(folder);
        if (stopTasks) {
            drained = stopTasks(folder, folder.requireServer());
            strays = strays(agents);
        }
        var left = server.isPresent() ? running(folder, server.get()) : OptionalInt.empty();
        shutdown.agents();
        if (!drained.isEmpty()) {
            activate(folder, folder.requireServer(), drained);
        }
        shutdown.all();
        agents.forEach(
                a -> out.printf("stopped the agent of %s (pid %d)%n", a.dockerHost(), a.pid()));
        server.ifPresent(
                s -> out.printf("stopped the server at %s (pid %d)%n", s.endpoint(), s.pid()));
        out.println(strays == 0 ? whatGoesOn(folder, left) : strays(strays));
        return 0;
    }

    /** Containers of tasks that the server does not know: after its tasks ended, all that run. */
    private static int strays(List<RunningAgent> agents) throws IOException {
        var count = 0;
        for (var agent : agents) {
            var docker = new DockerHost(URI.create(agent.dockerHost()));
            count += docker.runningContainers(agent.containerInstanceArn());
        }
        return count;
    }

    static String strays(int count) {
        return "%d %s of tasks that the server does not know %s running. To list them: docker ps --filter label=dev.berth.instance"
                .formatted(
                        count,
                        count == 1 ? "container" : "containers",
                        count == 1 ? "keeps" : "keep");
    }

    private static String whatGoesOn(DataFolder folder, OptionalInt tasks) {
        if (tasks.isPresent() && tasks.getAsInt() == 0) {
            return "No task runs on this machine now.";
        }
        var subject = tasks.isPresent() ? counted(tasks.getAsInt()) : "tasks";
        return "The containers of %s keep running. To manage them again: %s"
                .formatted(subject, Hint.of(folder, "up"));
    }

    private static String counted(int tasks) {
        return tasks == 1 ? "1 task" : tasks + " tasks";
    }

    /** Empty where the server does not tell, which must not keep anyone from stopping it. */
    private static OptionalInt running(DataFolder folder, RunningServer server)
            throws InterruptedException {
        try (var ecs = EcsApi.of(server, folder.credentials())) {
            var tasks = 0;
            for (var instance : folder.instances()) {
                tasks += tasks(ecs, instance, DesiredStatus.RUNNING).size();
            }
            return OptionalInt.of(tasks);
        } catch (AwsException | IOException | CliException e) {
            return OptionalInt.empty();
        }
    }

    /**
     * Stops the tasks of the agents that run; without its agent, a container would not be stopped.
     * The instances are DRAINING meanwhile, so that no service starts other tasks there.
     *
     * @return the instances that were ACTIVE before
     */
    private List<DataFolder.Instance> stopTasks(DataFolder folder, RunningServer server)
            throws Exception {
        var instances = folder.agents().stream().map(RunningAgent::instance).toList();
        try (var ecs = EcsApi.of(server, folder.credentials())) {
            var drained = new ArrayList<DataFolder.Instance>();
            for (var instance : instances) {
                if (isActive(ecs, instance)) {
                    setStatus(ecs, instance, ContainerInstanceStatus.DRAINING);
                    drained.add(instance);
                }
            }
            var stopped = new LinkedHashMap<String, Task>();
            var gone =
                    Await.until(
                            Duration.ofSeconds(timeout),
                            () -> {
                                stopAll(ecs, instances, stopped);
                                return isUnfinished(ecs, instances)
                                        ? Optional.empty()
                                        : Optional.of(true);
                            });
            if (gone.isEmpty()) {
                for (var instance : drained) {
                    setStatus(ecs, instance, ContainerInstanceStatus.ACTIVE);
                }
                throw new CliException(
                        ExitCode.NOT_IN_TIME,
                        "Not all tasks were STOPPED within %d s; server and agents keep running. To see the tasks: %s"
                                .formatted(timeout, Hint.of(folder, "ps")));
            }
            var out = spec.commandLine().getOut();
            out.println("stopped " + counted(stopped.size()));
            if (stopped.values().stream().anyMatch(DownCommand::isOfService)) {
                out.println("Services start their tasks again when an agent is connected.");
            }
            return drained;
        }
    }

    private static boolean isOfService(Task task) {
        return task.group() != null && task.group().startsWith("service:");
    }

    /** Once more in each look, since a service may have started a task just before. */
    private static void stopAll(
            EcsApi ecs, List<DataFolder.Instance> instances, Map<String, Task> stopped)
            throws AwsException, IOException, InterruptedException {
        for (var instance : instances) {
            for (var task : tasks(ecs, instance, DesiredStatus.RUNNING)) {
                ecs.call("StopTask", stop(task), StopTaskResponse.builder());
                stopped.put(task.taskArn(), task);
            }
        }
    }

    private static boolean isActive(EcsApi ecs, DataFolder.Instance instance)
            throws AwsException, IOException, InterruptedException {
        return ecs.describeInstances(instance.cluster(), List.of(instance.arn())).stream()
                .anyMatch(described -> "ACTIVE".equals(described.status()));
    }

    /** After their agents have gone: nothing is placed there before they are back. */
    private static void activate(
            DataFolder folder, RunningServer server, List<DataFolder.Instance> instances)
            throws AwsException, IOException, InterruptedException {
        try (var ecs = EcsApi.of(server, folder.credentials())) {
            for (var instance : instances) {
                setStatus(ecs, instance, ContainerInstanceStatus.ACTIVE);
            }
        }
    }

    private static void setStatus(
            EcsApi ecs, DataFolder.Instance instance, ContainerInstanceStatus status)
            throws AwsException, IOException, InterruptedException {
        ecs.call(
                "UpdateContainerInstancesState",
                UpdateContainerInstancesStateRequest.builder()
                        .cluster(instance.cluster())
                        .containerInstances(instance.arn())
                        .status(status),
                UpdateContainerInstancesStateResponse.builder());
    }

    private static StopTaskRequest stop(Task task) {
        return StopTaskRequest.builder()
                .cluster(task.clusterArn())
                .task(task.taskArn())
                .reason("berth down --stop-tasks")
                .build();
    }

    /** A task counts until its containers have stopped. */
    private static boolean isUnfinished(EcsApi ecs, List<DataFolder.Instance> instances)
            throws AwsException, IOException, InterruptedException {
        for (var instance : instances) {
            var isRunning = !tasks(ecs, instance, DesiredStatus.RUNNING).isEmpty();
            var isStopping =
                    tasks(ecs, instance, DesiredStatus.STOPPED).stream()
                            .anyMatch(task -> !"STOPPED".equals(task.lastStatus()));
            if (isRunning || isStopping) {
                return true;
            }
        }
        return false;
    }

    private static List<Task> tasks(EcsApi ecs, DataFolder.Instance instance, DesiredStatus desired)
            throws AwsException, IOException, InterruptedException {
        return ecs.tasks(
                ListTasksRequest.builder()
                        .cluster(instance.cluster())
                        .containerInstance(instance.arn())
                        .desiredStatus(desired)
                        .build());
    }
}
