package dev.berth.actors.entity;

import dev.berth.domain.Aggregate;

/**
 * The name of one type of row in the journal. A name is never changed or removed: a record that
 * needs another shape gets another name with a higher version, and the old one is read for ever.
 *
 * @param manifest short name and version, such as {@code task.launched/1}
 * @param type the event, or the state where the row is a snapshot
 * @param inFolds what views fold in its place, for an event that is large and changes only whether
 *     it happened; null if views read the event itself
 */
public record JournalName(String manifest, Class<?> type, Aggregate.Event inFolds) {

    public static JournalName of(String manifest, Class<?> type) {
        return new JournalName(manifest, type, null);
    }

    boolean isSnapshot() {
        return Aggregate.State.class.isAssignableFrom(type);
    }
}
