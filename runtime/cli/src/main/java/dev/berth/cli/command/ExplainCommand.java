package dev.berth.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.ecs.ExplanationText;
import dev.berth.cli.ecs.ServerPages;
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
        description = "Tell why tasks were placed as they were, or were not.",
        mixinStandardHelpOptions = true)
public final class ExplainCommand implements Runnable {
    private static final int PARTS_OF_ARN = 3;
    private static final int NARROWEST = 60;

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
        throw new ParameterException(spec.commandLine(), "Explain what? Say: task ID, or run.");
    }

    @Command(
            name = "task",
            description = "Why a task is where it is.",
            mixinStandardHelpOptions = true)
    int task(
            @Mixin DataOption data,
            @Parameters(paramLabel = "TASK", description = "an id or an ARN") String task)
            throws Exception {
        var parts = task.split("/");
        var where = parts.length == PARTS_OF_ARN ? parts[1] : cluster;
        var found = page(data, "explain/tasks/" + encoded(parts[parts.length - 1]), where);
        print(found, ExplanationText.of(found, width(), ZoneId.systemDefault()));
        return 0;
    }

    @Command(
            name = "run",
            description = {
                "What became of the tasks of a call, which the header x-amzn-RequestId of its answer"
                        + " names (aws --debug shows it).",
                "Without one: the latest calls that placed less than was asked."
            },
            mixinStandardHelpOptions = true)
    int run(
            @Mixin DataOption data,
            @Parameters(paramLabel = "REQUEST", arity = "0..1", description = "a request id")
                    String request)
            throws Exception {
        if (request == null) {
            var found = page(data, "explain/runs", cluster);
            print(found, ExplanationText.latest(found, width(), Instant.now()));
            return 0;
        }
        var found = page(data, "explain/runs/" + encoded(request), cluster);
        print(found, ExplanationText.each(found, width(), ZoneId.systemDefault()));
        return 0;
    }

    private static JsonNode page(DataOption data, String path, String where) throws Exception {
        var folder = data.folder();
        try (var pages = new ServerPages(folder.requireServer(), folder.credentials())) {
            return pages.json(path + "?cluster=" + encoded(where));
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

    /** As picocli finds it for its help: the terminal's, or 80. */
    private int width() {
        return Math.max(NARROWEST, spec.usageMessage().autoWidth(true).width());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
