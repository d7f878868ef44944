package dev.berth.agent.docker;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a container has written, and writes.
 *
 * @param name Docker's name for it, or its id
 * @param sinceMillis epoch milliseconds, or null for from the beginning
 * @param tail how many of the last lines, or null for all
 */
public record ContainerLogs(
        DockerEngine docker,
        String name,
        Long sinceMillis,
        Integer tail,
        boolean follow,
        boolean timestamps) {

    /** Docker says that there is nothing to read, in a sentence for the reader. */
    public static final class Unreadable extends Exception {
        Unreadable(String why) {
            super(why);
        }
    }

    /** Docker's answer, to be read to its end or until the reading thread is interrupted. */
    public DockerHttpClient.Response open() throws Unreadable, InterruptedException, IOException {
        try {
            return docker.logs(name, parameters());
        } catch (DockerRefusal e) {
            throw new Unreadable(
                    e.status() == 404
                            ? "The container is gone from its host."
                            : "Docker cannot read it: " + e.daemonText());
        } catch (DockerUncertain e) {
            throw new Unreadable("Docker does not answer.");
        }
    }

    /** Whether the container has a terminal, which joins its two streams. */
    public boolean terminal() throws Unreadable, InterruptedException {
        try {
            return docker.inspection(name).path("Config").path("Tty").asBoolean();
        } catch (DockerRefusal | DockerUncertain e) {
            throw new Unreadable("Docker does not say what the container is: " + e.getMessage());
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
