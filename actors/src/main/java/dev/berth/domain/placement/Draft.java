package dev.berth.domain.placement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A {@link Plan} under construction. */
final class Draft {
    private final Map<String, String> chosen = new LinkedHashMap<>();
    private final Map<String, List<Unfit>> unplaced = new LinkedHashMap<>();
    private final Map<String, String> reasons = new LinkedHashMap<>();

    void choose(TaskAsk ask, String instanceId) {
        chosen.put(ask.taskId(), instanceId);
    }

    void giveUp(TaskAsk ask, List<Unfit> reasons) {
        unplaced.put(ask.taskId(), reasons);
    }

    /**
     * @param reason of the scheduler
     */
    void giveUp(TaskAsk ask, List<Unfit> excluded, String reason) {
        giveUp(ask, excluded);
        reasons.put(ask.taskId(), reason);
    }

    Plan done() {
        return new Plan(
                Collections.unmodifiableMap(chosen),
                Collections.unmodifiableMap(unplaced),
                Collections.unmodifiableMap(reasons));
    }
}
