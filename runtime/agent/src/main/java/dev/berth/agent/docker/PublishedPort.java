package dev.berth.agent.docker;

/**
 * A port of a container and the port of the host that leads to it.
 *
 * @param hostPort 0 when the agent found none that is free
 * @param dynamic the agent chose the host's port, and may choose another
 */
public record PublishedPort(int containerPort, int hostPort, String protocol, boolean dynamic) {
    /** As Docker names the container's side, such as {@code 80/tcp}. */
    String key() {
        return containerPort + "/" + protocol;
    }

    public PublishedPort withHostPort(int other) {
        return new PublishedPort(containerPort, other, protocol, dynamic);
    }
}
