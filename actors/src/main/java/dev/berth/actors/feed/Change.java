package dev.berth.actors.feed;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.Aggregate;
import java.time.Instant;

/**
 * A change of something in a cluster.
 *
 * @param sequenceNumber of the event; of a change that is not journaled, that of the last event
 * @param event null for a change that is not journaled, such as that an agent has connected
 * @param before the state before it
 * @param after the state after it
 * @param at when the view applied it; for a change that is read from the journal, when it was
 *     written
 * @param contents the cluster as it is shown with this change; for a change that is read from the
 *     journal, as it is shown now
 * @param previous the cluster before a change that is not journaled, else the same as contents
 */
public record Change(
        EntityAddress<?> address,
        long sequenceNumber,
        Aggregate.Event event,
        Aggregate.State before,
        Aggregate.State after,
        Instant at,
        ClusterSnapshot contents,
        ClusterSnapshot previous) {

    public boolean isJournaled() {
        return event != null;
    }
}
