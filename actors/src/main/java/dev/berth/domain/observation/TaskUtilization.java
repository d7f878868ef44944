package dev.berth.domain.observation;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * The average usage of a task in its newest window.
 *
 * @param cpuUnits 1,024 are one processor
 * @param memoryMebibytes without the page cache
 * @param reservedCpuUnits reserved CPU units, 0 for none
 * @param reservedMemoryMebibytes reserved memory, 0 for none
 */
public record TaskUtilization(
        Instant at,
        double cpuUnits,
        double memoryMebibytes,
        int reservedCpuUnits,
        int reservedMemoryMebibytes) {
    /** Usage in percent of the reservation, as in CloudWatch for services; can be above 100. */
    public OptionalDouble cpuPercent() {
        return percent(cpuUnits, reservedCpuUnits);
    }

    /** Usage in percent of the reservation, as in CloudWatch for services. */
    public OptionalDouble memoryPercent() {
        return percent(memoryMebibytes, reservedMemoryMebibytes);
    }

    private static OptionalDouble percent(double used, int reserved) {
        return reserved == 0 ? OptionalDouble.empty() : OptionalDouble.of(100 * used / reserved);
    }
}
