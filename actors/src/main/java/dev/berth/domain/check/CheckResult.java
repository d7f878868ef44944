package dev.berth.domain.check;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of a check.
 *
 * @param aggregates the number of aggregates of each kind
 * @param reservedTwice how often a task had reservations on two instances at the same time, which
 *     happens when a call is repeated after a crash, until the first reservation is released
 * @param counts the number of findings for each violated invariant
 * @param findings the first thousand findings
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

    /** Whether there are no findings. */
    public boolean isClean() {
        return counts.isEmpty();
    }

    /** The number of all aggregates. */
    public long aggregatesInAll() {
        return aggregates.values().stream().mapToLong(Long::longValue).sum();
    }
}
