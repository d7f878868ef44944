package dev.berth.actors.watch;

/**
 * Who counts what the control plane does. It is told from actors and from their hot paths: whatever
 * it does is quick, does not wait and does not throw. Labels are words of the domain, never what a
 * client has written.
 */
public interface Meter {
    /** Nobody counts. */
    Meter NONE = new Meter() {};

    /**
     * An aggregate has persisted.
     *
     * @param kind of aggregate
     * @param nanos from the decision to the journal's answer
     */
    default void persisted(String kind, int events, long nanos) {}

    /** What an aggregate decided did not reach the journal, or nobody knows whether it did. */
    default void notPersisted(String kind) {}

    /** A client's answer has waited so long for the view to show what it had written. */
    default void waitedForView(long nanos) {}

    /** A view has missed events of an aggregate and reads its rows again. */
    default void gapRead() {}

    /** A view folds the whole journal anew. */
    default void folding() {}

    default void launched(int tasks) {}

    /** A task, or several of one call, found no room on an instance, for this reason. */
    default void unplaced(String reason) {}

    /** An instance has refused what was planned for it; it is planned again. */
    default void reservationRefused(String reason) {}

    /** The janitor has deleted rows. */
    default void swept(SweptRows rows) {}
}
