package dev.berth.domain.placement;

import java.util.List;

/**
 * Spread over instances: the fewest tasks of the same group, and of those the fewest tasks in all.
 */
public final class SpreadOverInstances implements Narrowing {

    @Override
    public String type() {
        return "spread";
    }

    @Override
    public List<Candidate> prefer(TaskToNarrow task, List<Candidate> candidates) {
        var fewest = candidates.stream().mapToInt(c -> c.tasksOf(task.group())).min().orElseThrow();
        var least = candidates.stream().filter(c -> c.tasksOf(task.group()) == fewest).toList();
        var total = least.stream().mapToInt(SpreadOverInstances::tasks).min().orElseThrow();
        return least.stream().filter(c -> tasks(c) == total).toList();
    }

    private static int tasks(Candidate candidate) {
        return candidate.tasksByGroup().values().stream().mapToInt(Integer::intValue).sum();
    }
}
