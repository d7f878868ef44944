package dev.berth.agent.logs;

import dev.berth.agent.docker.ContainerLogs;
import dev.berth.agent.docker.DockerEngine;
import dev.berth.protocol.agent.BerthLogs;
import dev.berth.protocol.agent.BerthLogsCredit;
import dev.berth.protocol.agent.BerthLogsStop;
import dev.berth.protocol.agent.BerthReadLogs;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/** The log requests of the server, from one socket after the other. */
public final class LogRequests implements AutoCloseable {
    private static final int MOST_AT_ONCE = 32;

    private final DockerEngine docker;
    private final BiFunction<String, String, Optional<String>> dockerName;
    private final Map<String, LogReading> readings = new ConcurrentHashMap<>();

    /** Sends messages to the server. */
    public interface Line extends LogReading.Line {}

    /**
     * @param dockerName Docker's name of a container, by the ARN of its task and its own name
     */
    public LogRequests(
            DockerEngine docker, BiFunction<String, String, Optional<String>> dockerName) {
        this.docker = docker;
        this.dockerName = dockerName;
    }

    public void read(BerthReadLogs request, Line line) throws IOException, InterruptedException {
        var name = dockerName.apply(request.taskArn(), request.containerName());
        if (name.isEmpty()) {
            refuse(request, line, "The agent does not have this container any more.");
        } else if (readings.size() >= MOST_AT_ONCE) {
            refuse(request, line, "The agent has too many log readers. Try again.");
        } else {
            var logs =
                    new ContainerLogs(
                            docker,
                            name.get(),
                            request.sinceMillis(),
                            request.tail(),
                            request.follow(),
                            request.timestamps());
            var id = request.requestId();
            var reading =
                    new LogReading(id, logs, request.window(), line, () -> readings.remove(id));
            if (readings.putIfAbsent(id, reading) == null) {
                reading.start();
            }
        }
    }

    private static void refuse(BerthReadLogs request, Line line, String why)
            throws IOException, InterruptedException {
        line.send(new BerthLogs(request.requestId(), List.of(), true, why));
    }

    public void grant(BerthLogsCredit more) {
        var reading = readings.get(more.requestId());
        if (reading != null) {
            reading.grant(more.count());
        }
    }

    public void stop(BerthLogsStop stop) {
        var reading = readings.get(stop.requestId());
        if (reading != null) {
            reading.stop();
        }
    }

    /** The socket is closed: ends its readers. */
    @Override
    public void close() {
        readings.values().forEach(LogReading::stop);
    }
}
