package dev.berth.events;

/** Counts what becomes of events. Called on hot paths, so it must be fast and must not block. */
public interface EventMeter {
    /** Counts nothing. */
    EventMeter NONE = new EventMeter() {};

    /** An event was made. */
    default void announced(DetailType type) {}

    /** A reader was too slow or events were lost, so its stream has ended. */
    default void cutOff() {}

    /** A receiver has accepted an event. */
    default void delivered(String webhook) {}

    /** An attempt to deliver an event has failed. */
    default void failed(String webhook) {}

    /** An event was dropped after the last attempt. */
    default void dropped(String webhook) {}
}
