package dev.berth.domain.placement;

import java.util.List;

/** A second strategy, to be combined with the one that ships. */
final class LeastMemoryLeft implements Narrowing {

    @Override
    public String type() {
        return "least-memory-left";
    }

    @Override
    public List<Candidate> prefer(TaskToNarrow task, List<Candidate> candidates) {
        var least = candidates.stream().mapToInt(c -> c.remaining().memory()).min().orElseThrow();
        return candidates.stream().filter(c -> c.remaining().memory() == least).toList();
    }
}
