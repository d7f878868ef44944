package dev.berth.domain.observation;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * What a task uses, on average over its newest window.
 *
 * @param cpuUnits 1,024 are one processor
 * @param memoryMebibytes without the page cache
 * @param reservedCpuUnits what was set aside for it, 0 for nothing
 * @param reservedMemoryMebibytes what was set aside for it, 0 for nothing
 */
public record TaskUtilization(
        Instant at,
        double cpuUnits,
        double memoryMebibytes,
        int reservedCpuUnits,
        int reservedMemoryMebibytes) {
    /** Percent of what is reserved, as CloudWatch has it for services; it can be above 100. */
    public OptionalDouble cpuPercent() {
        return percent(cpuUnits, reservedCpuUnits);
    }

    /** Percent of what is reserved, as CloudWatch has it for services. */
    public OptionalDouble memoryPercent() {
        return percent(memoryMebibytes, reservedMemoryMebibytes);
    }

    private static OptionalDouble percent(double used, int reserved) {
        return reserved == 0 ? OptionalDouble.empty() : OptionalDouble.of(100 * used / reserved);
    }
}
