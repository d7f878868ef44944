package dev.berth.agent.task.launch;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts failed starts of one task's containers, to limit the number of attempts. The counts start
 * at 0 with the agent.
 */
public final class LaunchAttempts {
    private static final int LATE = 3;
    private static final int PORTS = 100;

    private final Map<String, Integer> late = new ConcurrentHashMap<>();
    private final Map<String, Integer> ports = new ConcurrentHashMap<>();

    /** A start exceeded its deadline. */
    public void late(String container) {
        late.merge(container, 1, Integer::sum);
    }

    /** A chosen host port is in use. */
    void portTaken(String container) {
        ports.merge(container, 1, Integer::sum);
    }

    /** The reason to stop trying, if the limit is reached. */
    public Optional<String> exhausted(String container) {
        if (late.getOrDefault(container, 0) >= LATE) {
            return Optional.of(
                    "DockerTimeoutError: Could not transition to started; Docker did not answer in time, "
                            + LATE
                            + " times");
        }
        if (ports.getOrDefault(container, 0) >= PORTS) {
            return Optional.of(
                    "CannotStartContainerError: " + PORTS + " consecutive host ports are in use");
        }
        return Optional.empty();
    }
}
