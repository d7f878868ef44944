package dev.berth.cli.command;

import dev.berth.cli.ecs.ClusterTables;
import dev.berth.cli.ecs.EcsApi;
import dev.berth.cli.ecs.TaskId;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import dev.berth.cli.text.LiveView;
import dev.berth.cli.text.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.Task;

/** {@code berth ps}: clusters, container instances and tasks for a person to read. */
@Command(
        name = "ps",
        description = "Show clusters, container instances and tasks.",
        mixinStandardHelpOptions = true)
public final class PsCommand implements Callable<Integer> {
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    enum Format {
        table,
        json
    }

    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Option(names = "--cluster", description = "only this one; by name or ARN")
    private String cluster;

    @Option(
            names = "--status",
            description = "only tasks with this status: PENDING, RUNNING, STOPPED, …")
    private String status;

    @Option(names = "--service", description = "only tasks of this service; by name")
    private String service;

    @Option(
            names = {"-o", "--output"},
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}")
    private Format output;

    @Option(
            names = {"-w", "--watch"},
            description = "repeat every 2 seconds until interrupted")
    private boolean watch;

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        var folder = data.folder();
        try (var ecs = EcsApi.of(folder.requireServer(), folder.credentials())) {
            if (watch) {
                new LiveView(out, Terminal.isPresent()).follow(INTERVAL, () -> written(ecs));
            }
            out.println(written(ecs));
        }
        return 0;
    }

    private String written(EcsApi ecs) throws Exception {
        var tables = tables(ecs);
        return switch (output) {
            case json -> tables.json();
            case table -> tables.text(Instant.now(), Terminal.screen());
        };
    }

    private ClusterTables tables(EcsApi ecs) throws Exception {
        var clusters =
                ecs.clusters().stream()
                        .filter(
                                c ->
                                        cluster == null
                                                || TaskId.name(cluster).equals(c.clusterName()))
                        .toList();
        if (clusters.isEmpty() && cluster != null) {
            throw new CliException(ExitCode.NOT_FOUND, "No cluster " + cluster + ".");
        }
        var instances = new ArrayList<ContainerInstance>();
        var tasks = new ArrayList<Task>();
        for (var c : clusters) {
            var ofCluster = ListTasksRequest.builder().cluster(c.clusterArn());
            instances.addAll(ecs.containerInstances(c.clusterArn()));
            tasks.addAll(ecs.tasks(ofCluster.desiredStatus(DesiredStatus.RUNNING).build()));
            tasks.addAll(ecs.tasks(ofCluster.desiredStatus(DesiredStatus.STOPPED).build()));
        }
        tasks.removeIf(task -> !isWanted(task, status, service));
        return new ClusterTables(clusters, instances, tasks);
    }

    static boolean isWanted(Task task, String status, String service) {
        return (status == null || status.equalsIgnoreCase(task.lastStatus()))
                && (service == null || ("service:" + service).equals(task.group()));
    }
}
