package dev.berth.events;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.plugin.events.DetailType;
import dev.berth.plugin.events.EcsEvent;
import java.time.Instant;
import java.util.List;

/**
 * One event.
 *
 * @param id the same whenever the event is sent again
 * @param cluster the name of the cluster
 * @param resources ARNs
 * @param address whose change it is; the events of one address are in order
 * @param sequenceNumber the number of the change in the journal
 * @param isJournaled whether it can be read again
 * @param json the whole document in one line
 */
record EventDocument(
        String id,
        DetailType type,
        String cluster,
        List<String> resources,
        EntityAddress<?> address,
        long sequenceNumber,
        boolean isJournaled,
        Instant at,
        String json) {

    EcsEvent forSinks() {
        return new EcsEvent(id, type, cluster, at, resources, json);
    }
}
