package dev.berth.domain.check;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of a check.
 *
 * @param aggregates how many of each kind have rows
 * @param reservedTwice how often a task was reserved on a second instance while it still was on a
 *     first: what a retry after a crash does, until the first is given back
 * @param counts how many findings there are of each invariant that is broken
 * @param findings the first thousand of them
 */
public record CheckResult(
        long rows,
        Map<String, Long> aggregates,
        long tokens,
        long reservedTwice,
        Map<Invariant, Long> counts,
        List<Finding> findings) {

    public CheckResult {
        aggregates = Collections.unmodifiableMap(new TreeMap<>(aggregates));
        var byInvariant = new EnumMap<Invariant, Long>(Invariant.class);
        byInvariant.putAll(counts);
        counts = Collections.unmodifiableMap(byInvariant);
        findings = List.copyOf(findings);
    }

    /** Whether nothing is wrong. */
    public boolean isClean() {
        return counts.isEmpty();
    }

    /** How many aggregates there are in all. */
    public long aggregatesInAll() {
        return aggregates.values().stream().mapToLong(Long::longValue).sum();
    }
}
