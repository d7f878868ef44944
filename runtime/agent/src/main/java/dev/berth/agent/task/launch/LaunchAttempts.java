package dev.berth.agent.task.launch;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts what went wrong with the starts of one task's containers, so that none is tried for ever.
 * It starts at nothing with the agent.
 */
public final class LaunchAttempts {
    private static final int LATE = 3;
    private static final int PORTS = 100;

    private final Map<String, Integer> late = new ConcurrentHashMap<>();
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();

    /** Docker let a start's deadline pass. */
    public void late(String container) {
        late.merge(container, 1, Integer::sum);
    }

    /** A chosen host port turned out to be taken. */
    void portTaken(String container) {
        ports.merge(container, 1, Integer::sum);
    }

    /** The reason to try no more, if there is one. */
    public Optional<String> exhausted(String container) {
        if (late.getOrDefault(container, 0) >= LATE) {
            return Optional.of(
                    "DockerTimeoutError: Could not transition to started; Docker let the deadline"
                            + " pass "
                            + LATE
                            + " times");
        }
        if (ports.getOrDefault(container, 0) >= PORTS) {
            return Optional.of(
                    "CannotStartContainerError: "
                            + PORTS
                            + " host ports in a row are taken by something else");
        }
        return Optional.empty();
    }
}
