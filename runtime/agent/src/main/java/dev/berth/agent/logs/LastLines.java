package dev.berth.agent.logs;

import dev.berth.agent.docker.ContainerLogs;
import dev.berth.agent.docker.DockerEngine;
import dev.berth.protocol.agent.BerthLogLine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The last log lines of a container.
 *
 * @param missing why there are none, or null
 */
public record LastLines(List<BerthLogLine> lines, String missing) {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Fails only on an interrupt. Errors are returned as the reason. */
    public static LastLines of(DockerEngine docker, String name, int max)
            throws InterruptedException {
        var logs = new ContainerLogs(docker, name, null, max, false, false);
        var reading = new FutureTask<>((Callable<LastLines>) () -> read(logs, max));
        Thread.ofVirtual().name("last lines " + name).start(reading);
        try {
            return reading.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            return nothing("Docker cannot read the logs: " + e.getCause());
        } catch (TimeoutException e) {
            return nothing("Docker did not return the logs in time.");
        } finally {
            reading.cancel(true); // also when this thread is interrupted
        }
    }

    private static LastLines read(ContainerLogs logs, int max)
            throws IOException, InterruptedException {
        try (var response = logs.open()) {
            var frames = new LogFrames(response.getBody(), logs.terminal());
            var last = new ArrayDeque<BerthLogLine>();
            for (var next = frames.next(); next != null; next = frames.next()) {
                last.add(next);
                if (last.size() > max) {
                    last.remove();
                }
            }
            return new LastLines(List.copyOf(last), null);
        } catch (ContainerLogs.Unreadable e) {
            return nothing(e.getMessage());
        }
    }

    private static LastLines nothing(String why) {
        return new LastLines(List.of(), why);
    }
}
