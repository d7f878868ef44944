package dev.berth.agent.docker;

/**
 * A port of a container and its host port.
 *
 * @param hostPort 0 if the agent found no free port
 * @param dynamic whether the agent chose the host port, and can choose another
 */
public record PublishedPort(int containerPort, int hostPort, String protocol, boolean dynamic) {
    /** The container's side as Docker names it, such as {@code 80/tcp}. */
    String key() {
        return containerPort + "/" + protocol;
    }

    public PublishedPort withHostPort(int other) {
        return new PublishedPort(containerPort, other, protocol, dynamic);
    }
}
