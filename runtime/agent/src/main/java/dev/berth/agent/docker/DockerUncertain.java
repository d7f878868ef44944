package dev.berth.agent.docker;

/**
 * Docker gave no answer: it is not there, it is frozen, or the connection broke. What was asked for
 * may or may not have happened, or may still happen: look before repeating it.
 */
public final class DockerUncertain extends Exception {
    private final boolean deadlinePassed;

    private DockerUncertain(String message, Throwable cause, boolean deadlinePassed) {
        super(message, cause);
        this.deadlinePassed = deadlinePassed;
    }

    static DockerUncertain broken(String call, Throwable cause) {
        var reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new DockerUncertain(call + ": " + reason, cause, false);
    }

    static DockerUncertain late(String call, java.time.Duration deadline) {
        return new DockerUncertain(
                call + ": no answer within " + deadline.toSeconds() + " s", null, true);
    }

    /** Docker took the request and let its deadline pass. */
    public boolean deadlinePassed() {
        return deadlinePassed;
    }
}
