package dev.berth.cli.local;

import dev.berth.cli.docker.DockerHost;
import dev.berth.cli.ecs.EcsApi;
import dev.berth.cli.installation.Await;
import dev.berth.cli.installation.BerthProgram;
import dev.berth.cli.installation.DataFolder;
import dev.berth.cli.installation.RunningAgent;
import dev.berth.cli.installation.RunningServer;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts server and agent on this machine and waits until they work. What runs already is used as
 * it is.
 */
public final class Startup {
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
    private static final int TAIL = 3;

    private final DataFolder data;
    private final Duration timeout;

    /**
     * @param timeout for each of the two
     */
    public Startup(DataFolder data, Duration timeout) {
        this.data = data;
        this.timeout = timeout;
    }

    /**
     * Returns once the server answers for all that its journal holds.
     *
     * @param arguments for {@code berth server}, besides the data folder
     */
    public RunningServer server(List<String> arguments) throws Exception {
        createDataFolder();
        var all = new ArrayList<>(List.of("--data", data.path().toString()));
        all.addAll(arguments);
        return launch(
                BerthProgram.SERVER,
                "server",
                all,
                pid -> ready(data.server().filter(s -> s.pid() == pid)));
    }

    private static Optional<RunningServer> ready(Optional<RunningServer> server)
            throws InterruptedException {
        return server.isPresent() && server.get().isReady() ? server : Optional.empty();
    }

    /** Waits until a server that runs answers for all that its journal holds. */
    public RunningServer await(RunningServer server) throws Exception {
        return Await.until(timeout, () -> ready(Optional.of(server)))
                .orElseThrow(
                        () ->
                                new CliException(
                                        ExitCode.NOT_IN_TIME,
                                        "The server (pid %d) runs, but was not ready within %d s; its log is in %s."
                                                .formatted(
                                                        server.pid(),
                                                        timeout.toSeconds(),
                                                        data.logs())));
    }

    /** Returns once the agent's container instance is ACTIVE and connected. */
    public RunningAgent agent(RunningServer server, String cluster, DockerHost host)
            throws Exception {
        var arguments = new ArrayList<String>();
        if (server.caFile() != null) {
            arguments.addAll(List.of("--ca-file", server.caFile().toString()));
        }
        arguments.addAll(
                List.of(
                        "--data", data.path().toString(),
                        "--server", server.endpoint().toString(),
                        "--cluster", cluster,
                        "--docker-host", host.url().toString(),
                        "--credentials-file", data.credentialsFile().toString()));
        var log = ("agent-" + cluster + "-" + host.url()).replaceAll("[^A-Za-z0-9.]+", "-");
        try (var ecs = EcsApi.of(server, data.credentials())) {
            return launch(BerthProgram.AGENT, log, arguments, pid -> connected(ecs, pid));
        }
    }

    /** Waits until the container instance of an agent that runs is ACTIVE and connected. */
    public RunningAgent await(RunningServer server, RunningAgent agent) throws Exception {
        try (var ecs = EcsApi.of(server, data.credentials())) {
            return Await.until(timeout, () -> connected(ecs, agent.pid()))
                    .orElseThrow(
                            () ->
                                    new CliException(
                                            ExitCode.NOT_IN_TIME,
                                            "The agent (pid %d) runs, but was not connected within %d s; its log is in %s."
                                                    .formatted(
                                                            agent.pid(),
                                                            timeout.toSeconds(),
                                                            data.logs())));
        }
    }

    private Optional<RunningAgent> connected(EcsApi ecs, long pid) throws Exception {
        var agent =
                data.agents().stream().filter(a -> a.pid() == pid && a.isConnected()).findFirst();
        return agent.isPresent() && isActive(ecs, agent.get()) ? agent : Optional.empty();
    }

    private static boolean isActive(EcsApi ecs, RunningAgent agent) throws Exception {
        return ecs
                .describeInstances(agent.cluster(), List.of(agent.containerInstanceArn()))
                .stream()
                .anyMatch(i -> "ACTIVE".equals(i.status()) && i.agentConnected());
    }

    @FunctionalInterface
    private interface Up<T> {
        Optional<T> up(long pid) throws Exception;
    }

    private <T> T launch(BerthProgram program, String name, List<String> arguments, Up<T> up)
            throws Exception {
        var log = data.logs().resolve(name + ".log");
        var begin = Files.exists(log) ? Files.size(log) : 0;
        var process = program.start(data, log, arguments);
        var seen =
                Await.until(
                        timeout,
                        () -> {
                            if (!process.isAlive()) {
                                throw died(program, process.exitValue(), log, begin);
                            }
                            return up.up(process.pid());
                        });
        if (seen.isPresent()) {
            return seen.get();
        }
        process.destroy();
        if (!process.waitFor(STOP_TIMEOUT)) {
            process.destroyForcibly();
        }
        throw new CliException(
                ExitCode.NOT_IN_TIME,
                "The %s was not up within %d s and is stopped again; its log is %s%s"
                        .formatted(program, timeout.toSeconds(), log, tail(log, begin)));
    }

    private static CliException died(BerthProgram program, int exitValue, Path log, long begin)
            throws IOException {
        var code =
                switch (exitValue) {
                    case 2 -> ExitCode.USAGE;
                    case 3 -> ExitCode.PORT_TAKEN;
                    default -> ExitCode.FAILED;
                };
        return new CliException(
                code,
                "The %s ended with exit code %d; its log is %s%s"
                        .formatted(program, exitValue, log, tail(log, begin)));
    }

    /** The last lines that were added to the log, each on a line of its own. */
    private static String tail(Path log, long begin) throws IOException {
        var bytes = Files.readAllBytes(log);
        var from = (int) Math.min(begin, bytes.length);
        var lines =
                new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank())
                        .toList();
        var last = lines.subList(Math.max(0, lines.size() - TAIL), lines.size());
        return last.isEmpty() ? "" : ":\n  " + String.join("\n  ", last);
    }

    /** The operating system's words, without the path that it repeats. */
    private static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "no such file or directory";
            case AccessDeniedException _ -> "permission denied";
            case FileAlreadyExistsException e -> e.getFile() + " is a file";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            default -> failure.toString();
        };
    }

    private void createDataFolder() {
        if (!Files.isDirectory(data.path())) {
            var onlyOurs =
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------"));
            try {
                Files.createDirectories(data.path(), onlyOurs);
            } catch (IOException e) {
                throw new CliException(
                        ExitCode.FAILED,
                        "Cannot create the data folder %s: %s".formatted(data.path(), reason(e)));
            }
        }
    }
}
