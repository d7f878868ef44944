package dev.berth.cli.local;

import dev.berth.cli.installation.Await;
import dev.berth.cli.installation.DataFolder;
import dev.berth.cli.installation.ProcFs;
import dev.berth.cli.installation.RunningAgent;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import java.time.Duration;
import java.util.Optional;

/** Stops server and agents of a data folder by SIGTERM; never Docker, never a container. */
public final class Shutdown {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final DataFolder data;

    public Shutdown(DataFolder data) {
        this.data = data;
    }

    /** Agents before the server, so that they do not see it go and start to look for it. */
    public void all() throws Exception {
        agents();
        var server = data.server();
        if (server.isPresent()) {
            stop("server", server.get().pid());
        }
    }

    public void agents() throws Exception {
        for (var agent : data.agents()) {
            agent(agent);
        }
    }

    public void agent(RunningAgent agent) throws Exception {
        stop("agent", agent.pid());
    }

    private void stop(String what, long pid) throws Exception {
        var process = ProcessHandle.of(pid);
        if (process.isEmpty()) {
            return;
        }
        var isSignalled = process.get().destroy();
        // A process that has ended may stay as a zombie, which has no command line any more.
        var ended =
                Await.until(
                        isSignalled ? TIMEOUT : Duration.ZERO,
                        () ->
                                ProcFs.commandLine(pid).isEmpty()
                                        ? Optional.of(true)
                                        : Optional.empty());
        if (ended.isEmpty()) {
            throw new CliException(
                    isSignalled ? ExitCode.NOT_IN_TIME : ExitCode.FAILED,
                    isSignalled
                            ? "The %s (pid %d) did not stop within %d s; the logs are in %s."
                                    .formatted(what, pid, TIMEOUT.toSeconds(), data.logs())
                            : "The %s (pid %d) belongs to another user, who can stop it."
                                    .formatted(what, pid));
        }
    }
}
