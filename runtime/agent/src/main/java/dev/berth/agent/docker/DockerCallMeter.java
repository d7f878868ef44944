package dev.berth.agent.docker;

/** Counts the calls to Docker; it is quick and does not throw. */
@FunctionalInterface
public interface DockerCallMeter {
    /** Counts nothing. */
    DockerCallMeter NONE = (_, _, _) -> {};

    /** What a call came to. */
    enum Outcome {
        OK,
        /** What it was about does not exist, which is an answer. */
        ABSENT,
        REFUSED,
        /** Docker did not answer before the deadline. */
        LATE,
        /** There was no connection, or it broke. */
        BROKEN
    }

    /**
     * @param kind one of a few words, such as {@code inspect} or {@code pull}
     */
    void called(String kind, Outcome outcome, long nanos);
}
