package dev.berth.integration.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What measured, and what a process has used of it. */
final class Machine {
    private Machine() {}

    /** Cores, memory, operating system, JDK. */
    static String describe() {
        var memory =
                ((com.sun.management.OperatingSystemMXBean)
                                ManagementFactory.getOperatingSystemMXBean())
                        .getTotalMemorySize();
        return "%d cores, %d GiB, %s %s, %s %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        memory >> 30,
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.vm.vendor"),
                        System.getProperty("java.runtime.version"));
    }

    /** CPU seconds that a process has used since its start. */
    static double cpuSeconds(long pid) {
        return ProcessHandle.of(pid)
                        .flatMap(process -> process.info().totalCpuDuration())
                        .map(Duration::toMillis)
                        .orElse(0L)
                / 1e3;
    }

    static double ownCpuSeconds() {
        return cpuSeconds(ProcessHandle.current().pid());
    }

    /** The most memory that a process has had resident, in MiB. */
    static long peakMemory(long pid) throws IOException {
        return status(pid, "VmHWM:");
    }

    /** The memory that a process has resident now, in MiB. */
    static long memory(long pid) throws IOException {
        return status(pid, "VmRSS:");
    }

    private static long status(long pid, String field) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
            return lines.filter(line -> line.startsWith(field))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0)
                    / 1024;
        }
    }
}
