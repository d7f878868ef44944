package dev.berth.domain.placement;

import dev.berth.plugin.Candidate;
import dev.berth.plugin.PlacementStrategy;
import dev.berth.plugin.TaskToPlace;
import java.util.List;

/** A second strategy, to be combined with the one that ships. */
final class LeastMemoryLeft implements PlacementStrategy {

    @Override
    public String type() {
        return "least-memory-left";
    }

    @Override
    public List<Candidate> prefer(TaskToPlace task, List<Candidate> candidates) {
        var least = candidates.stream().mapToInt(c -> c.remaining().memory()).min().orElseThrow();
        return candidates.stream().filter(c -> c.remaining().memory() == least).toList();
    }
}
