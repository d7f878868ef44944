package dev.berth.metrics;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A label whose values are not known beforehand: so many as they come, and one more that stands for
 * all that come later. So a label never makes more series than was meant.
 */
final class BoundedLabel {
    static final String OTHER = "other";

    private final int most;
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    BoundedLabel(int most) {
        this.most = most;
    }

    String of(String value) {
        if (known.contains(value)) {
            return value;
        }
        if (known.size() >= most) {
            return OTHER;
        }
        known.add(value);
        return value;
    }
}
