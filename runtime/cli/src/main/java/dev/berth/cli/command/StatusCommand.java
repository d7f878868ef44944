package dev.berth.cli.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.cli.ecs.ClusterTables;
import dev.berth.cli.installation.DataFolder;
import dev.berth.cli.installation.RunningAgent;
import dev.berth.cli.installation.RunningServer;
import dev.berth.cli.outcome.ExitCode;
import dev.berth.cli.text.Cell;
import dev.berth.cli.text.Colour;
import dev.berth.cli.text.Table;
import dev.berth.cli.text.Terminal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code berth status}: what of Berth runs on this machine. */
@Command(
        name = "status",
        description = "Show the server and the agents of this machine.",
        mixinStandardHelpOptions = true)
public final class StatusCommand implements Callable<Integer> {
    enum Format {
        table,
        json
    }

    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Option(
            names = {"-o", "--output"},
            defaultValue = "table",
            description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}")
    private Format output;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var folder = data.folder();
        var server = folder.server();
        var agents = folder.agents();
        var isReady = server.isPresent() && server.get().isReady();
        spec.commandLine()
                .getOut()
                .println(
                        output == Format.json
                                ? json(folder, server, isReady, agents)
                                : table(folder, server, isReady, agents));
        return server.isPresent() ? 0 : ExitCode.NO_SERVER;
    }

    private static String json(
            DataFolder folder,
            Optional<RunningServer> server,
            boolean isReady,
            List<RunningAgent> agents)
            throws IOException {
        var mapper = new JsonMapper();
        var document = mapper.createObjectNode();
        if (server.isPresent()) {
            document.putObject("server")
                    .put("pid", server.get().pid())
                    .put("endpoint", server.get().endpoint().toString())
                    .put("ready", isReady);
        } else {
            document.putNull("server");
        }
        var list = document.putArray("agents");
        for (var agent : agents) {
            var entry = list.addObject();
            entry.put("pid", agent.pid())
                    .put("dockerHost", agent.dockerHost())
                    .put("containerInstanceArn", agent.containerInstanceArn());
            agent.warning().ifPresent(warning -> entry.put("warning", warning));
        }
        document.put("data", folder.path().toString());
        return mapper.writeValueAsString(document);
    }

    private static String table(
            DataFolder folder,
            Optional<RunningServer> server,
            boolean isReady,
            List<RunningAgent> agents) {
        var table = new Table("PROGRAM", "PID", "STATE", "ENDPOINT", "CONTAINER INSTANCE");
        server.ifPresentOrElse(
                s ->
                        table.row(
                                Cell.of("server"),
                                Cell.of(Long.toString(s.pid())),
                                Cell.state(isReady ? "ready" : "not ready"),
                                Cell.of(s.endpoint().toString()),
                                Cell.of("")),
                () ->
                        table.row(
                                Cell.of("server"),
                                Cell.of(""),
                                Cell.state("not running"),
                                Cell.of(""),
                                Cell.of("")));
        for (var agent : agents) {
            table.row(
                    Cell.of("agent"),
                    Cell.of(Long.toString(agent.pid())),
                    Cell.state(agent.isConnected() ? "connected" : "not connected"),
                    Cell.of(agent.dockerHost()),
                    Cell.of(
                            agent.cluster()
                                    + "/"
                                    + ClusterTables.id(agent.containerInstanceArn())));
        }
        var screen = Terminal.screen();
        var text = new StringBuilder(table.text(screen));
        text.append("\n\ndata folder: ").append(folder.path());
        agents.stream()
                .flatMap(agent -> agent.warning().stream())
                .forEach(
                        warning ->
                                text.append('\n')
                                        .append(screen.painted(Colour.YELLOW, "warning:"))
                                        .append(' ')
                                        .append(warning));
        return text.toString();
    }
}
