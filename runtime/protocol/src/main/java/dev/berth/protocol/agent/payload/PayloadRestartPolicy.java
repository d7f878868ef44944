package dev.berth.protocol.agent.payload;

import dev.berth.protocol.json.Absent;
import java.util.List;

/**
 * Whether an agent starts a container again that has exited while its task is to run.
 *
 * @param ignoredExitCodes with these it is not started again
 * @param restartAttemptPeriod seconds that it must have run to be started again, or null
 */
public record PayloadRestartPolicy(
        boolean enabled, List<Integer> ignoredExitCodes, Integer restartAttemptPeriod) {
    public PayloadRestartPolicy {
        ignoredExitCodes = Absent.asEmpty(ignoredExitCodes);
    }
}
