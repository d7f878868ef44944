package dev.berth.domain.placement;

import dev.berth.plugin.placement.TaskToPlace;
import java.util.List;

/**
 * Equal tasks of one pass.
 *
 * @param asks in the order of their arrival
 */
public record Batch(String cluster, TaskToPlace task, List<TaskAsk> asks) {
    public Batch {
        asks = List.copyOf(asks);
    }

    Batch with(List<TaskAsk> some) {
        return new Batch(cluster, task, some);
    }
}
