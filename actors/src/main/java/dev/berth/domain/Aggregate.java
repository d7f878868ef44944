package dev.berth.domain;

/**
 * The marker interfaces for all messages of aggregates. Serializers and envelopes use them as type
 * bounds.
 */
public final class Aggregate {

    private Aggregate() {}

    /** A request to an aggregate. */
    public interface Command {}

    /** A change of an aggregate. Events are persisted, so their formats never change. */
    public interface Event {}

    /** The state of an aggregate, derived from its events. */
    public interface State {}

    /** The answer to an accepted command, in addition to its events. */
    public interface Answer {}
}
