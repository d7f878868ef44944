package dev.berth.cli.local;

import dev.berth.cli.docker.DockerHost;
import dev.berth.cli.ecs.EcsApi;
import dev.berth.cli.installation.DataFolder;
import dev.berth.cli.installation.Hint;
import dev.berth.cli.installation.RunningServer;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;

/** Puts a data folder aside, unless tasks run whose only memory it is. */
public record FreshStart(DataFolder data, DockerHost docker) {
    private static final DateTimeFormatter SUFFIX = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");

    public static FreshStart of(DataFolder data, DockerHost docker) {
        return new FreshStart(data, docker);
    }

    /** Where the old folder is now; empty where there was none. */
    public Optional<Path> begin() throws Exception {
        if (!Files.exists(data.path())) {
            return Optional.empty();
        }
        requireNoTasks();
        new Shutdown(data).all();
        var aside =
                data.path()
                        .resolveSibling(
                                data.path().getFileName()
                                        + "."
                                        + SUFFIX.format(LocalDateTime.now()));
        return Optional.of(Files.move(data.path(), aside));
    }

    private void requireNoTasks() throws Exception {
        var server = data.server();
        if (server.isPresent() && tasks(server.get()) > 0) {
            throw new CliException(
                    ExitCode.TASKS_RUN,
                    "Tasks run on the server of %s. Stop them first: %s"
                            .formatted(data.path(), Hint.of(data, "down --stop-tasks")));
        }
        if (server.isEmpty() && containers() > 0) {
            throw new CliException(
                    ExitCode.TASKS_RUN,
                    "Containers of tasks of %s run. Stop them first: %s; %s"
                            .formatted(
                                    data.path(),
                                    Hint.of(data, "up"),
                                    Hint.of(data, "down --stop-tasks")));
        }
    }

    private int tasks(RunningServer server) throws Exception {
        var count = 0;
        try (var ecs = EcsApi.of(server, data.credentials())) {
            for (var cluster : ecs.clusters()) {
                var ofCluster = ListTasksRequest.builder().cluster(cluster.clusterArn()).build();
                count += ecs.tasks(ofCluster).size();
            }
        }
        return count;
    }

    /**
     * Without a server only Docker knows what runs, so it must answer if there ever was an agent.
     */
    private int containers() throws IOException {
        var count = 0;
        for (var instance : data.instances()) {
            docker.requireAnswer();
            count += docker.runningContainers(instance.arn());
        }
        return count;
    }
}
