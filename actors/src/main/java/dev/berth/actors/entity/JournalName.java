package dev.berth.actors.entity;

import dev.berth.domain.Aggregate;

/**
 * The name of one type of row in the journal. A name is never changed or removed. A record with a
 * changed shape gets a name with a higher version; the old one stays readable.
 *
 * @param manifest short name and version, such as {@code task.launched/1}
 * @param type the event, or the state if the row is a snapshot
 * @param inFolds a small replacement that views fold, for a large event of which only the
 *     occurrence matters; null if views read the event itself
 */
public record JournalName(String manifest, Class<?> type, Aggregate.Event inFolds) {

    public static JournalName of(String manifest, Class<?> type) {
        return new JournalName(manifest, type, null);
    }

    boolean isSnapshot() {
        return Aggregate.State.class.isAssignableFrom(type);
    }
}
