package dev.berth.actors.feed;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.Aggregate;
import java.time.Instant;

/**
 * A change of a resource in a cluster.
 *
 * @param sequenceNumber of the event; for a change that is not journaled, that of the last event
 * @param event null for a change that is not journaled, for example when an agent has connected
 * @param before the state before the change
 * @param after the state after the change
 * @param at when the view applied it; for a change from the journal, when it was written
 * @param contents the cluster with this change; for a change from the journal, the current cluster
 * @param previous the cluster before a change that is not journaled, otherwise the same as contents
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
