package dev.berth.cli.command;

import dev.berth.cli.ecs.ContainerOutput;
import dev.berth.cli.ecs.ContainerOutput.Query;
import dev.berth.cli.ecs.EcsApi;
import dev.berth.cli.ecs.NamedTask;
import dev.berth.cli.text.Since;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code berth logs}: what the containers of a task have written. */
@Command(
        name = "logs",
        description = "Show the logs of the containers of a task.",
        mixinStandardHelpOptions = true)
public final class LogsCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(paramLabel = "TASK", description = "an id, the beginning of one, or an ARN")
    private String task;

    @Option(
            names = "--cluster",
            defaultValue = "default",
            description = "the task's cluster; default: ${DEFAULT-VALUE}")
    private String cluster;

    @Option(names = "--container", description = "only this one")
    private String container;

    @Option(
            names = {"-f", "--follow"},
            description = "keep printing new lines")
    private boolean follow;

    @Option(names = "--since", description = "lines since then: 10m, 2h, or 2026-11-22T08:00:00Z")
    private String since;

    @Option(
            names = "--tail",
            paramLabel = "N",
            description = "only the last N lines of each container")
    private Integer tail;

    @Option(
            names = {"-t", "--timestamps"},
            description = "print the time of each line")
    private boolean timestamps;

    @Override
    public Integer call() throws Exception {
        if (tail != null && tail < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--tail: expected 0 or more lines, got " + tail);
        }
        var folder = data.folder();
        var server = folder.requireServer();
        try (var ecs = EcsApi.of(server, folder.credentials());
                var output = new ContainerOutput(server, folder.credentials())) {
            var named = NamedTask.find(ecs, cluster, task);
            var containers = container == null ? named.containers() : List.of(container);
            var from = since == null ? null : Since.before(since, Instant.now());
            var query = new Query(from, tail, follow, timestamps);
            read(output, named, containers, query);
        }
        return 0;
    }

    /** All at the same time: to follow one must not keep another waiting. */
    private void read(ContainerOutput output, NamedTask named, List<String> containers, Query query)
            throws Exception {
        var width = containers.stream().mapToInt(String::length).max().orElse(0);
        var results = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var name : containers) {
                var prefix =
                        containers.size() == 1
                                ? ""
                                : name + " ".repeat(width - name.length()) + " | ";
                results.add(
                        threads.submit(
                                () -> {
                                    output.read(named, name, query, line -> print(prefix, line));
                                    return null;
                                }));
            }
        }
        for (var result : results) {
            ContainerOutput.unwrap(result);
        }
    }

    private synchronized void print(String prefix, ContainerOutput.Line line) {
        var to = line.isError() ? spec.commandLine().getErr() : spec.commandLine().getOut();
        to.println(prefix + line.text());
        to.flush();
    }
}
