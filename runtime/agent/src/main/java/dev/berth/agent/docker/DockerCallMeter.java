package dev.berth.agent.docker;

/** Counts calls to Docker. Implementations must be fast and must not throw. */
@FunctionalInterface
public interface DockerCallMeter {
    /** Counts nothing. */
    DockerCallMeter NONE = (_, _, _) -> {};

    /** The outcome of a call. */
    enum Outcome {
        OK,
        /** The resource does not exist, which is a valid answer. */
        ABSENT,
        REFUSED,
        /** Docker did not answer before the deadline. */
        LATE,
        /** There was no connection, or the connection broke. */
        BROKEN
    }

    /**
     * @param kind one of a limited number of words, such as {@code inspect} or {@code pull}
     */
    void called(String kind, Outcome outcome, long nanos);
}
