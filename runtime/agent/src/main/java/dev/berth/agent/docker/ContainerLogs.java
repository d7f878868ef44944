package dev.berth.agent.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The logs of a container.
 *
 * @param name its name in Docker, or its id
 * @param sinceMillis epoch milliseconds, or null for the beginning
 * @param tail the number of last lines, or null for all
 */
public record ContainerLogs(
        DockerEngine docker,
        String name,
        Long sinceMillis,
        Integer tail,
        boolean follow,
        boolean timestamps) {

    /** The logs cannot be read; the message is for the reader of the logs. */
    public static final class Unreadable extends Exception {
        Unreadable(String why) {
            super(why);
        }
    }

    /**
     * Opens the log stream. It ends when it is read to its end, or when the reading thread is
     * interrupted.
     */
    public DockerHttpClient.Response open() throws Unreadable, InterruptedException, IOException {
        try {
            return docker.logs(name, parameters());
        } catch (DockerRefusal e) {
            throw new Unreadable(
                    e.status() == 404
                            ? "The container was removed from its host."
                            : "Docker cannot read the logs: " + e.daemonText());
        } catch (DockerUncertain e) {
            throw new Unreadable("Docker does not answer.");
        }
    }

    /** Whether the container has a terminal, which merges its two streams. */
    public boolean terminal() throws Unreadable, InterruptedException {
        try {
            return docker.inspection(name).path("Config").path("Tty").asBoolean();
        } catch (DockerRefusal | DockerUncertain e) {
            throw new Unreadable(
                    "Docker does not return the state of the container: " + e.getMessage());
        }
    }

    private Map<String, String> parameters() {
        var parameters = new LinkedHashMap<String, String>();
        parameters.put("stdout", "true");
        parameters.put("stderr", "true");
        parameters.put("follow", Boolean.toString(follow));
        parameters.put("timestamps", Boolean.toString(timestamps));
        parameters.put("tail", tail == null ? "all" : Integer.toString(tail));
        if (sinceMillis != null) {
            parameters.put("since", "%d.%03d".formatted(sinceMillis / 1000, sinceMillis % 1000));
        }
        return parameters;
    }
}
