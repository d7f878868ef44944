package dev.berth.events;

import dev.berth.plugin.events.DetailType;
import java.util.function.DoubleSupplier;

/** Counts what becomes of events. Called on hot paths, so it must be fast and must not block. */
public interface EventMeter {
    /** Counts nothing. */
    EventMeter NONE = new EventMeter() {};

    /** An event was made. */
    default void announced(DetailType type) {}

    /** A reader was too slow or events were lost, so its stream has ended. */
    default void cutOff() {}

    /**
     * Events are sent to this destination from now on.
     *
     * @param lag the age of the oldest event that it has not accepted, in seconds
     */
    default void started(String destination, DoubleSupplier lag) {}

    /** No events are sent to this destination any more. */
    default void ended(String destination) {}

    /** A receiver has accepted an event. */
    default void delivered(String destination) {}

    /** An attempt to deliver an event has failed. */
    default void failed(String destination) {}

    /** An event was dropped after the last attempt. */
    default void dropped(String destination) {}
}
