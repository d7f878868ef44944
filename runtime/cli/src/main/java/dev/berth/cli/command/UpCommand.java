package dev.berth.cli.command;

import dev.berth.cli.docker.DockerHost;
import dev.berth.cli.ecs.ClusterTables;
import dev.berth.cli.installation.DataFolder;
import dev.berth.cli.installation.Hint;
import dev.berth.cli.installation.RunningAgent;
import dev.berth.cli.installation.RunningServer;
import dev.berth.cli.local.FreshStart;
import dev.berth.cli.local.Shutdown;
import dev.berth.cli.local.Startup;
import dev.berth.cli.local.TcpListeners;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code berth up}: a server and an agent on this machine. */
@Command(
        name = "up",
        description = "Start server and agent; returns when the instance is ACTIVE and connected.",
        mixinStandardHelpOptions = true)
public final class UpCommand implements Callable<Integer> {
    private static final int DEFAULT_PORT = 7070;
    private static final int MAX_PORT = 65_535;

    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Option(
            names = "--port",
            description = "the server's port; default 7070 or what berth.conf says")
    private Integer port;

    @Option(names = "--host", description = "the address the server listens on; default 127.0.0.1")
    private String host;

    @Option(
            names = "--docker-host",
            defaultValue = "unix:///var/run/docker.sock",
            description = "the Docker Engine of the agent; default ${DEFAULT-VALUE}")
    private URI dockerHost;

    @Option(
            names = "--cluster",
            defaultValue = "default",
            description = "the cluster of the agent; default ${DEFAULT-VALUE}")
    private String cluster;

    @Option(
            names = "--fresh",
            description =
                    "begin with an empty data folder; the old one is renamed. Refused while tasks run")
    private boolean fresh;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "how long server and agent each may take; default ${DEFAULT-VALUE}")
    private int timeout;

    /** What runs, and whether this call started it. */
    record Outcome(
            RunningServer server, RunningAgent agent, boolean isServerNew, boolean isAgentNew) {}

    @Override
    public Integer call() throws Exception {
        requireUsable();
        var out = spec.commandLine().getOut();
        if (fresh) {
            FreshStart.of(data.folder(), new DockerHost(dockerHost))
                    .begin()
                    .ifPresent(old -> out.println("the old data folder is now " + old));
        }
        var begin = System.nanoTime();
        var outcome = up(data.folder());
        var seconds = (System.nanoTime() - begin) / 1e9;
        out.printf(
                "server  %s, %s, pid %d%n",
                outcome.server().endpoint(),
                outcome.isServerNew() ? "ready" : "ran already",
                outcome.server().pid());
        out.printf(
                "agent   %s, container instance %s, %s, pid %d%n",
                outcome.agent().dockerHost(),
                ClusterTables.id(outcome.agent().containerInstanceArn()),
                outcome.isAgentNew() ? "ACTIVE" : "ran already",
                outcome.agent().pid());
        outcome.agent().warning().ifPresent(warning -> out.println("warning: " + warning));
        out.printf(
                Locale.ROOT,
                "up after %.1f s; next: eval \"$(%s)\"%n",
                seconds,
                Hint.of(data.folder(), "env"));
        return 0;
    }

    private void requireUsable() {
        if (port != null && (port < 1 || port > MAX_PORT)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--port: expected 1 to %d, got %d".formatted(MAX_PORT, port));
        }
        if (timeout < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--timeout: expected 1 or more, got " + timeout);
        }
    }

    private Outcome up(DataFolder folder) throws Exception {
        return up(folder, new DockerHost(dockerHost), cluster, Duration.ofSeconds(timeout));
    }

    private Outcome up(DataFolder folder, DockerHost docker, String cluster, Duration timeout)
            throws Exception {
        docker.requireAnswer();
        var startup = new Startup(folder, timeout);
        var runningServer = folder.server();
        runningServer.ifPresent(this::requireSamePort);
        var server =
                runningServer.isPresent()
                        ? startup.await(runningServer.get())
                        : startServer(startup, folder);
        try {
            var runningAgent = agentOf(folder, docker, cluster);
            if (runningAgent.isPresent() && !runningAgent.get().isFor(server)) {
                new Shutdown(folder).agent(runningAgent.get()); // its containers wait for the next
                runningAgent = Optional.empty();
            }
            var agent =
                    runningAgent.isPresent()
                            ? startup.await(server, runningAgent.get())
                            : startup.agent(server, cluster, docker);
            return new Outcome(server, agent, runningServer.isEmpty(), runningAgent.isEmpty());
        } catch (Exception e) {
            if (runningServer.isEmpty()) {
                new Shutdown(folder).all(); // nothing half-started stays
            }
            throw e;
        }
    }

    /** Server and agent with all defaults, as the quick start wants them. */
    static Outcome withDefaults(DataFolder folder, DockerHost docker) throws Exception {
        return new UpCommand().up(folder, docker, "default", Duration.ofSeconds(120));
    }

    private RunningServer startServer(Startup startup, DataFolder folder) throws Exception {
        // Where the port comes from file or environment, the server itself says that it is taken.
        var isElsewhere =
                Files.exists(folder.configFile()) || System.getenv("BERTH_SERVER_PORT") != null;
        var known =
                port != null || !isElsewhere
                        ? OptionalInt.of(port == null ? DEFAULT_PORT : port)
                        : OptionalInt.empty();
        if (known.isPresent()) {
            requireFree(folder, known.getAsInt());
        }
        var arguments = new ArrayList<String>();
        if (port != null) {
            arguments.add("--port=" + port);
        }
        if (host != null) {
            arguments.add("--host=" + host);
        }
        try {
            return startup.server(arguments);
        } catch (CliException e) {
            if (e.exitCode() == ExitCode.PORT_TAKEN && known.isPresent()) {
                throw taken(folder, known.getAsInt()); // between our look and the server's
            }
            throw e;
        }
    }

    private void requireFree(DataFolder folder, int wanted) {
        var address =
                host == null
                        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted)
                        : new InetSocketAddress(host, wanted);
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(address);
        } catch (IOException e) {
            throw taken(folder, wanted);
        }
    }

    private static CliException taken(DataFolder data, int port) {
        return new CliException(
                ExitCode.PORT_TAKEN,
                "Port %d is taken by %s. Stop that, or choose another port: %s"
                        .formatted(
                                port,
                                TcpListeners.holderOf(port),
                                Hint.of(data, "up --port " + Math.min(port + 1, MAX_PORT))));
    }

    private void requireSamePort(RunningServer server) {
        if (port != null && port != server.endpoint().getPort()) {
            throw new CliException(
                    ExitCode.USAGE,
                    "The server of this data folder runs already, at %s. Stop it first (%s), or give another folder by --data."
                            .formatted(server.endpoint(), Hint.of(data.folder(), "down")));
        }
    }

    private static Optional<RunningAgent> agentOf(
            DataFolder folder, DockerHost docker, String cluster) {
        return folder.agents().stream()
                .filter(agent -> agent.dockerHost().equals(docker.url().toString()))
                .filter(agent -> agent.cluster().equals(cluster))
                .findFirst();
    }
}
