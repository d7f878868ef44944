package dev.berth.actors.monitoring;

/**
 * An observer that counts what the control plane does. Actors call it on their hot paths, so its
 * methods must be fast, must not block and must not throw. Labels are terms of the domain, never
 * values from clients.
 */
public interface Meter {
    /** Counts nothing. */
    Meter NONE = new Meter() {};

    /**
     * An aggregate has persisted.
     *
     * @param kind of aggregate
     * @param nanos from the decision to the journal's answer
     */
    default void persisted(String kind, int events, long nanos) {}

    /** A write to the journal failed, or its outcome is unknown. */
    default void notPersisted(String kind) {}

    /** The time that a response waited until the view showed the client's write. */
    default void waitedForView(long nanos) {}

    /** A view has missed events of an aggregate and reads its rows again. */
    default void gapRead() {}

    /** A view folds the whole journal again. */
    default void folding() {}

    default void launched(int tasks) {}

    /** An instance was excluded for one or more tasks of a call, for this reason. */
    default void unplaced(String reason) {}

    /** An instance has refused a planned reservation; the task is planned again. */
    default void reservationRefused(String reason) {}

    /** The janitor has deleted rows. */
    default void swept(SweptRows rows) {}
}
