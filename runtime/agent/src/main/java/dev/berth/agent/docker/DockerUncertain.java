package dev.berth.agent.docker;

/**
 * Docker did not answer: it is not running, it is unresponsive, or the connection broke. The
 * request may have been executed, or may still be executed: inspect before repeating it.
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

    /** Docker accepted the request and did not answer before the deadline. */
    public boolean deadlinePassed() {
        return deadlinePassed;
    }
}
