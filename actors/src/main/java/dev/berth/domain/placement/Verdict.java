package dev.berth.domain.placement;

import dev.berth.plugin.placement.Fit;
import java.util.List;

/**
 * The assessment of one instance for a task.
 *
 * @param fit whether the instance can run the task, else why not
 * @param weights the weight of the instance's partition for each strategy, the lowest being the
 *     best; empty without strategies
 */
public record Verdict(String instanceId, Fit fit, List<Double> weights) {
    public Verdict {
        weights = List.copyOf(weights);
    }
}
