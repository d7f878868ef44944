package dev.berth.cli.command;

import dev.berth.cli.ecs.ClusterTables;
import dev.berth.cli.ecs.EcsApi;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
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
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Option(names = "--cluster", description = "only this one; by name or ARN")
    private String cluster;

    @Override
    public Integer call() throws Exception {
        var folder = data.folder();
        try (var ecs = EcsApi.of(folder.requireServer(), folder.credentials())) {
            var clusters =
                    ecs.clusters().stream()
                            .filter(
                                    c ->
                                            cluster == null
                                                    || cluster.equals(c.clusterName())
                                                    || cluster.equals(c.clusterArn()))
                            .toList();
            if (clusters.isEmpty() && cluster != null) {
                throw new CliException(ExitCode.FAILED, "There is no cluster " + cluster + ".");
            }
            var instances = new ArrayList<ContainerInstance>();
            var tasks = new ArrayList<Task>();
            for (var c : clusters) {
                var ofCluster = ListTasksRequest.builder().cluster(c.clusterArn());
                instances.addAll(ecs.containerInstances(c.clusterArn()));
                tasks.addAll(ecs.tasks(ofCluster.desiredStatus(DesiredStatus.RUNNING).build()));
                tasks.addAll(ecs.tasks(ofCluster.desiredStatus(DesiredStatus.STOPPED).build()));
            }
            var tables = new ClusterTables(clusters, instances, tasks);
            spec.commandLine().getOut().println(tables.text(Instant.now()));
        }
        return 0;
    }
}
