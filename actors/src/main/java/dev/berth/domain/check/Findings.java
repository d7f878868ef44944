package dev.berth.domain.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The first findings, and the number of all findings. The memory is limited. */
final class Findings {

    static final int SHOWN = 1_000;

    private final List<Finding> first = new ArrayList<>();
    private final Map<Invariant, Long> counts = new EnumMap<>(Invariant.class);

    void add(Invariant invariant, Row row, String sentence) {
        counts.merge(invariant, 1L, Long::sum);
        if (first.size() < SHOWN) {
            first.add(
                    new Finding(
                            invariant,
                            row.ordering(),
                            row.aggregate(),
                            row.sequenceNumber(),
                            sentence));
        }
    }

    List<Finding> first() {
        return List.copyOf(first);
    }

    Map<Invariant, Long> counts() {
        return new EnumMap<>(counts);
    }
}
