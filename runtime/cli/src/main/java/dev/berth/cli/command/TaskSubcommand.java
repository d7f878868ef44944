package dev.berth.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.ecs.ServerPages;
import dev.berth.cli.ecs.TaskText;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code berth task}: everything about one task, above all how it ended. */
@Command(
        name = "task",
        description = "Show everything about one task, also days after its end.",
        mixinStandardHelpOptions = true)
public final class TaskSubcommand implements Callable<Integer> {
    private static final int PARTS_OF_ARN = 3;
    private static final int NARROWEST = 60;

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

    @Override
    public Integer call() throws Exception {
        var folder = data.folder();
        var parts = task.split("/");
        var where = parts.length == PARTS_OF_ARN ? parts[1] : cluster;
        if (last(parts).isEmpty()) {
            throw new CliException(
                    ExitCode.USAGE, "Name a task: its id, the beginning of that, or its ARN.");
        }
        var page = "clusters/%s/tasks/%s".formatted(encoded(where), encoded(last(parts)));
        try (var pages = new ServerPages(folder.requireServer(), folder.credentials())) {
            spec.commandLine().getOut().println(written(pages.json(page)));
        }
        return 0;
    }

    private String written(JsonNode found) {
        return switch (format) {
            case json -> found.toPrettyString();
            case text -> TaskText.of(found, width(), ZoneId.systemDefault());
        };
    }

    /** As picocli finds it for its help: the terminal's, or 80. */
    private int width() {
        return Math.max(NARROWEST, spec.usageMessage().autoWidth(true).width());
    }

    private static String last(String[] parts) {
        return parts.length == 0 ? "" : parts[parts.length - 1];
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
