package dev.berth.agent.docker;

/** Docker answered, and the answer is no. What was asked for has not happened. */
public final class DockerRefusal extends Exception {
    private final int status;

    public DockerRefusal(int status, String message) {
        super(message);
        this.status = status;
    }

    /** The HTTP status: 404 for what does not exist, 409 for a name or state in conflict. */
    public int status() {
        return status;
    }

    /** The sentence as Amazon's agent hands it on in the reasons of containers. */
    public String daemonText() {
        return "Error response from daemon: " + getMessage();
    }
}
