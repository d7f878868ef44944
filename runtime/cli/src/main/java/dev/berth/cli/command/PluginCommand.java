package dev.berth.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.ecs.PluginText;
import dev.berth.cli.ecs.ServerPages;
import dev.berth.cli.installation.Await;
import dev.berth.cli.installation.BerthProgram;
import dev.berth.cli.installation.DataFolder;
import dev.berth.cli.installation.Hint;
import dev.berth.cli.local.NewPlugin;
import dev.berth.cli.local.PluginFolder;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import dev.berth.cli.text.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code berth plugin}: what the server has been taught, and how to change that. */
@Command(
        name = "plugin",
        description = "List, install, remove and create plugins.",
        mixinStandardHelpOptions = true)
public final class PluginCommand implements Runnable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String PAGE = "plugins";

    /** How it is written. */
    enum Format {
        text,
        json
    }

    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "expected list, install FILE, remove NAME or new NAME");
    }

    @Command(
            name = "list",
            description = "The plugins of the server that runs.",
            mixinStandardHelpOptions = true)
    int list(
            @Mixin DataOption data,
            @Option(
                            names = {"-o", "--output"},
                            defaultValue = "text",
                            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
                    Format format)
            throws Exception {
        var folder = data.folder();
        try (var pages = new ServerPages(folder.requireServer(), folder.credentials())) {
            var found = pages.json(PAGE);
            print(
                    format == Format.json
                            ? found.toPrettyString()
                            : PluginText.of(found, Terminal.screen()));
        }
        return 0;
    }

    @Command(
            name = "install",
            description = {
                "Put a plugin's jar into the plugins folder, replacing an older version.",
                "A server that runs uses it within seconds."
            },
            mixinStandardHelpOptions = true)
    int install(
            @Mixin DataOption data,
            @Parameters(paramLabel = "FILE", description = "the jar of a plugin") Path file)
            throws Exception {
        var folder = data.folder();
        var installed = PluginFolder.of(folder).install(file);
        var archive = installed.archive();
        var what = archive.id() + " " + archive.version();
        if (folder.server().isEmpty()) {
            installed.keep();
            print(what + " is installed. No server runs; it is loaded at the next start.");
            return 0;
        }
        var listed = waitFor(folder, document -> PluginText.ofFile(document, archive.digest()));
        if (!listed.path("health").asText().equals("healthy")) {
            installed.undo();
            throw new CliException(
                    ExitCode.FAILED,
                    "The server refused %s: %s. The plugins folder is unchanged."
                            .formatted(what, listed.path("lastError").asText("")));
        }
        installed.keep();
        print(what + " is installed and loaded.");
        return 0;
    }

    @Command(
            name = "remove",
            description = "Remove a plugin from the plugins folder.",
            mixinStandardHelpOptions = true)
    int remove(
            @Mixin DataOption data,
            @Parameters(paramLabel = "NAME", description = "as berth plugin list shows it")
                    String name)
            throws Exception {
        var folder = data.folder();
        if (!PluginFolder.of(folder).remove(name)) {
            throw new CliException(
                    ExitCode.FAILED,
                    "There is no plugin %s in %s; those that ship with Berth cannot be removed. %s"
                            .formatted(
                                    name,
                                    PluginFolder.of(folder).path(),
                                    "To list all: " + Hint.of(folder, "plugin list")));
        }
        if (folder.server().isPresent()) {
            waitFor(
                    folder,
                    document ->
                            PluginText.named(document, name).isEmpty()
                                    ? Optional.of(document)
                                    : Optional.empty());
        }
        print(name + " is removed.");
        return 0;
    }

    @Command(
            name = "new",
            description = {
                "Create a plugin: a Maven project with a class of this name and its test.",
                "mvn package makes one jar of it, for berth plugin install."
            },
            mixinStandardHelpOptions = true)
    int begin(
            @Mixin DataOption data,
            @Parameters(
                            paramLabel = "NAME",
                            description = "what users will write; letters, digits and dashes")
                    String name,
            @Option(
                            names = "--kind",
                            defaultValue = "scheduler",
                            description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
                    NewPlugin.Kind kind,
            @Option(
                            names = "--dir",
                            paramLabel = "DIR",
                            description = "where to put it; default: a folder of its name")
                    Path folder)
            throws Exception {
        var project = folder == null ? Path.of(name) : folder;
        var distribution = BerthProgram.distribution();
        NewPlugin.of(name)
                .requireFree(
                        new PluginFolder(distribution.resolve("plugins")).names(),
                        installed(data.folder()))
                .writeTo(project, distribution, kind);
        print("Created project %s. Next: cd %s && mvn package".formatted(name, project));
        return 0;
    }

    /** As the folder and the running server know them; one that does not answer is left out. */
    private static Set<String> installed(DataFolder folder) throws Exception {
        var names = new TreeSet<>(PluginFolder.of(folder).names());
        var server = folder.server();
        if (server.isPresent()) {
            try (var pages = new ServerPages(server.get(), folder.credentials())) {
                names.addAll(PluginText.names(pages.json(PAGE)));
            } catch (IOException | CliException _) {
                return names; // the folder's names must do
            }
        }
        return names;
    }

    /** What is looked for in the server's list of plugins. */
    private interface Search {
        Optional<JsonNode> in(JsonNode document);
    }

    private static JsonNode waitFor(DataFolder folder, Search search) throws Exception {
        try (var pages = new ServerPages(folder.requireServer(), folder.credentials())) {
            return Await.until(TIMEOUT, () -> search.in(pages.json(PAGE)))
                    .orElseThrow(
                            () ->
                                    new CliException(
                                            ExitCode.NOT_IN_TIME,
                                            "The server did not reload its plugins within %d s. See its log."
                                                    .formatted(TIMEOUT.toSeconds())));
        }
    }

    private void print(String text) {
        spec.commandLine().getOut().println(text);
    }
}
