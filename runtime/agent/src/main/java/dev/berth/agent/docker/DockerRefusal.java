package dev.berth.agent.docker;

/** Docker refused the request. The request had no effect. */
public final class DockerRefusal extends Exception {
    private final int status;

    public DockerRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status: 404 for a missing resource, 409 for a conflict of names or states. */
    public int status() {
        return status;
    }

    /** The message in the format that Amazon's agent uses for the reasons of containers. */
    public String daemonText() {
        return "Error response from daemon: " + getMessage();
    }
}
