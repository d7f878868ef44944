package dev.berth.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.ecs.EcsApi;
import dev.berth.cli.ecs.ExplanationText;
import dev.berth.cli.ecs.NamedTask;
import dev.berth.cli.ecs.ServerPages;
import dev.berth.cli.ecs.ServiceExplanationText;
import dev.berth.cli.ecs.ServiceId;
import dev.berth.cli.ecs.TaskId;
import dev.berth.cli.text.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code berth explain}: why tasks were placed as they were, or were not. */
@Command(
        name = "explain",
        description =
                "Show why tasks were placed where they are or not placed, and what services wait for.",
        mixinStandardHelpOptions = true)
public final class ExplainCommand implements Runnable {
    /** How it is written. */
    enum Format {
        text,
        json
    }

    @Spec private CommandSpec spec;

    @Option(
            names = "--cluster",
            defaultValue = "default",
            scope = ScopeType.INHERIT,
            description = "the cluster; default: ${DEFAULT-VALUE}")
    private String cluster;

    @Option(
            names = {"-o", "--output"},
            defaultValue = "text",
            scope = ScopeType.INHERIT,
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private Format format;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected task ID, run or service NAME");
    }

    @Command(
            name = "task",
            description = "Show why a task was placed where it is.",
            mixinStandardHelpOptions = true)
    int task(
            @Mixin DataOption data,
            @Parameters(paramLabel = "TASK", description = "an id, the beginning of one, or an ARN")
                    String task)
            throws Exception {
        var id = TaskId.of(task, cluster);
        var folder = data.folder();
        try (var ecs = EcsApi.of(folder.requireServer(), folder.credentials())) {
            id = NamedTask.completed(ecs, id);
        }
        var found = page(data, "explain/tasks/" + encoded(id.id()), id.cluster());
        print(found, ExplanationText.of(found, Terminal.screen(), ZoneId.systemDefault()));
        return 0;
    }

    @Command(
            name = "run",
            description = {
                "Show how the tasks of a RunTask call were placed. The request id is the header"
                        + " x-amzn-RequestId of its answer (aws --debug prints it).",
                "Without one: the latest calls that did not place all tasks."
            },
            mixinStandardHelpOptions = true)
    int run(
            @Mixin DataOption data,
            @Parameters(paramLabel = "REQUEST", arity = "0..1", description = "a request id")
                    String request)
            throws Exception {
        if (request == null) {
            var found = page(data, "explain/runs", cluster);
            print(found, ExplanationText.latest(found, Terminal.screen(), Instant.now()));
            return 0;
        }
        var found = page(data, "explain/runs/" + encoded(request), cluster);
        print(found, ExplanationText.each(found, Terminal.screen(), ZoneId.systemDefault()));
        return 0;
    }

    @Command(
            name = "service",
            description =
                    "Show why a service is not steady: what it waits for, what is done next, and"
                            + " why its tasks found no place, for each container instance.",
            mixinStandardHelpOptions = true)
    int service(
            @Mixin DataOption data,
            @Parameters(paramLabel = "NAME", description = "a service, by name or ARN")
                    String service)
            throws Exception {
        var wanted = ServiceId.of(service, cluster);
        var found = page(data, "explain/services/" + encoded(wanted.name()), wanted.cluster());
        print(found, ServiceExplanationText.of(found, Terminal.screen(), ZoneId.systemDefault()));
        return 0;
    }

    private static JsonNode page(DataOption data, String path, String where) throws Exception {
        var folder = data.folder();
        try (var pages = new ServerPages(folder.requireServer(), folder.credentials())) {
            return pages.json(path + "?cluster=" + encoded(TaskId.name(where)));
        }
    }

    private void print(JsonNode found, String text) {
        spec.commandLine()
                .getOut()
                .println(
                        switch (format) {
                            case json -> found.toPrettyString();
                            case text -> text;
                        });
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
