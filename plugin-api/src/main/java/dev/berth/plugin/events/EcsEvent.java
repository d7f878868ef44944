package dev.berth.plugin.events;

import java.time.Instant;
import java.util.List;

/**
 * One event.
 *
 * @param id the same whenever the event is sent again
 * @param cluster the name of the cluster
 * @param resources the ARNs of the changed resources
 * @param json the whole document in one line, in the shape of Amazon EventBridge
 */
public record EcsEvent(
        String id,
        DetailType detailType,
        String cluster,
        Instant time,
        List<String> resources,
        String json) {

    public EcsEvent {
        resources = List.copyOf(resources);
    }
}
