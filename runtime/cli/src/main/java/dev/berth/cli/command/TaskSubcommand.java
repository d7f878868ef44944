package dev.berth.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.ecs.ServerPages;
import dev.berth.cli.ecs.TaskId;
import dev.berth.cli.ecs.TaskText;
import dev.berth.cli.text.Terminal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code berth task}: everything about one task, above all how it ended. */
@Command(
        name = "task",
        description = "Show one task in detail, also days after it stopped.",
        mixinStandardHelpOptions = true)
public final class TaskSubcommand implements Callable<Integer> {
    /** How it is written. */
    enum Format {
        text,
        json
    }

    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Parameters(paramLabel = "TASK", description = "an id, the beginning of one, or an ARN")
    private String task;

    @Option(
            names = "--cluster",
            defaultValue = "default",
            description = "the task's cluster; default: ${DEFAULT-VALUE}")
    private String cluster;

    @Option(
            names = {"-o", "--output"},
            defaultValue = "text",
            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private Format format;

    @Option(
            names = "--tail",
            paramLabel = "N",
            description = "only the last N log lines of each container")
    private Integer tail;

    @Override
    public Integer call() throws Exception {
        var folder = data.folder();
        if (tail != null && tail < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--tail: expected 0 or more, got " + tail);
        }
        var named = TaskId.of(task, cluster);
        var page = "clusters/%s/tasks/%s".formatted(encoded(named.cluster()), encoded(named.id()));
        try (var pages = new ServerPages(folder.requireServer(), folder.credentials())) {
            spec.commandLine().getOut().println(written(pages.json(page)));
        }
        return 0;
    }

    private String written(JsonNode found) {
        return switch (format) {
            case json -> found.toPrettyString();
            case text ->
                    TaskText.of(
                            found,
                            Terminal.screen(),
                            tail == null ? Integer.MAX_VALUE : tail,
                            ZoneId.systemDefault());
        };
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
