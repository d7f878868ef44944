package dev.berth.cli.command;

import dev.berth.cli.Await;
import dev.berth.cli.CliException;
import dev.berth.cli.ExitCode;
import dev.berth.cli.ecs.EcsApi;
import dev.berth.cli.local.BerthProgram;
import dev.berth.cli.local.RunningAgent;
import dev.berth.cli.local.Shutdown;
import dev.berth.protocol.client.AwsException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskRequest;
import software.amazon.awssdk.services.ecs.model.StopTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;

/** {@code berth down}: stops what {@code berth up} started, and no container unless told to. */
@Command(
        name = "down",
        description = "Stop server and agents of this machine. Docker and the containers go on.",
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
            out.println("nothing of " + folder.path() + " runs");
            return 0;
        }
        if (stopTasks) {
            folder.requireServer();
        }
        Optional<Integer> left = Optional.empty();
        if (server.isPresent()) {
            try (var ecs = folder.api(server.get())) {
                left = stopTasks ? Optional.of(stop(ecs, agents)) : count(ecs, agents);
            }
        }
        new Shutdown(folder).all();
        agents.forEach(
                agent ->
                        out.printf(
                                "stopped the agent of %s (pid %d)%n",
                                agent.dockerHost(), agent.pid()));
        server.ifPresent(
                s -> out.printf("stopped the server at %s (pid %d)%n", s.endpoint(), s.pid()));
        if (!stopTasks) {
            out.println(whatGoesOn(left));
        }
        return 0;
    }

    private static String whatGoesOn(Optional<Integer> tasks) {
        if (tasks.isPresent() && tasks.get() == 0) {
            return "no tasks were running";
        }
        var subject =
                tasks.map(
                                n ->
                                        n == 1
                                                ? "the containers of 1 task go on"
                                                : "the containers of " + n + " tasks go on")
                        .orElse("containers of tasks go on");
        return "%s; %s up takes them up again".formatted(subject, BerthProgram.commandLine());
    }

    /** Empty where the server does not tell, which must not keep anyone from stopping it. */
    private static Optional<Integer> count(EcsApi ecs, List<RunningAgent> agents)
            throws InterruptedException {
        try {
            return Optional.of(running(ecs, agents).size());
        } catch (AwsException | IOException | CliException e) {
            return Optional.empty();
        }
    }

    /** Stops the tasks and waits; returns 0, which is how many are left. */
    private int stop(EcsApi ecs, List<RunningAgent> agents) throws Exception {
        var out = spec.commandLine().getOut();
        var tasks = running(ecs, agents);
        for (var task : tasks) {
            ecs.call(
                    "StopTask",
                    StopTaskRequest.builder()
                            .cluster(task.clusterArn())
                            .task(task.taskArn())
                            .reason("berth down --stop-tasks"),
                    StopTaskResponse.builder());
        }
        var gone =
                Await.until(
                        Duration.ofSeconds(timeout),
                        () ->
                                unfinished(ecs, agents).isEmpty()
                                        ? Optional.of(true)
                                        : Optional.empty());
        if (gone.isEmpty()) {
            throw new CliException(
                    ExitCode.NOT_IN_TIME,
                    "Not all tasks were STOPPED within %d s; server and agents go on. %s ps shows the tasks."
                            .formatted(timeout, BerthProgram.commandLine()));
        }
        out.printf("stopped %d %s%n", tasks.size(), tasks.size() == 1 ? "task" : "tasks");
        return 0;
    }

    private static List<Task> running(EcsApi ecs, List<RunningAgent> agents)
            throws AwsException, IOException, InterruptedException {
        return tasks(ecs, agents, "RUNNING");
    }

    /** What was told to stop counts until its containers have. */
    private static List<Task> unfinished(EcsApi ecs, List<RunningAgent> agents)
            throws AwsException, IOException, InterruptedException {
        var tasks = new ArrayList<>(running(ecs, agents));
        tasks(ecs, agents, "STOPPED").stream()
                .filter(task -> !"STOPPED".equals(task.lastStatus()))
                .forEach(tasks::add);
        return tasks;
    }

    private static List<Task> tasks(EcsApi ecs, List<RunningAgent> agents, String desired)
            throws AwsException, IOException, InterruptedException {
        var tasks = new ArrayList<Task>();
        for (var agent : agents) {
            tasks.addAll(
                    ecs.tasks(
                            ListTasksRequest.builder()
                                    .cluster(agent.cluster())
                                    .containerInstance(agent.containerInstanceArn())
                                    .desiredStatus(desired)
                                    .build()));
        }
        return tasks;
    }
}
