package dev.berth.domain.placement;

import dev.berth.plugin.placement.Fit;
import java.util.List;

/**
 * What an instance is to a task.
 *
 * @param fit whether it could take the task, else why not
 * @param weights for each strategy what the instance weighs together with its partition, the
 *     lightest being the best; empty where no strategy decides
 */
public record Verdict(String instanceId, Fit fit, List<Double> weights) {
    public Verdict {
        weights = List.copyOf(weights);
    }
}
