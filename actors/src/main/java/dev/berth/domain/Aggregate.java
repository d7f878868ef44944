package dev.berth.domain;

/**
 * The marker interfaces that bound every message, so that a serializer or an envelope can name what
 * it carries.
 */
public final class Aggregate {

    private Aggregate() {}

    /** What an aggregate is asked to do. */
    public interface Command {}

    /** What happened to an aggregate; persisted, so for ever. */
    public interface Event {}

    /** What an aggregate has become by its events. */
    public interface State {}

    /** What an accepted command tells its sender beyond its events. */
    public interface Answer {}
}
