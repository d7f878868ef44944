package dev.berth.agent.telemetry;

import dev.berth.agent.telemetry.ContainerSample.Flow;
import dev.berth.agent.telemetry.ContainerSample.Network;
import dev.berth.protocol.agent.telemetry.ContainerMetric;
import dev.berth.protocol.agent.telemetry.NetworkStatsSet;
import dev.berth.protocol.agent.telemetry.StorageStatsSet;
import java.time.Duration;

/**
 * The usage of a container since the last report. Processor, network and storage are differences
 * between samples; a counter that decreased belongs to another run of the container. Not safe for
 * several threads.
 */
final class MeterWindow {
    private static final int MEBIBYTE = 20;

    private final StatsAccumulator cpu = new StatsAccumulator();
    private final StatsAccumulator memory = new StatsAccumulator();
    private final StatsAccumulator read = new StatsAccumulator();
    private final StatsAccumulator written = new StatsAccumulator();
    private final Direction received = new Direction();
    private final Direction sent = new Direction();

    private static final class Direction {
        private final StatsAccumulator bytes = new StatsAccumulator();
        private final StatsAccumulator bytesPerSecond = new StatsAccumulator();
        private final StatsAccumulator packets = new StatsAccumulator();
        private final StatsAccumulator errors = new StatsAccumulator();
        private final StatsAccumulator dropped = new StatsAccumulator();

        void add(Flow flow, double seconds) {
            bytes.add(flow.bytes());
            bytesPerSecond.add(flow.bytes() / seconds);
            packets.add(flow.packets());
            errors.add(flow.errors());
            dropped.add(flow.dropped());
        }
    }

    /**
     * @param before the previous sample, which can be of the last window; null if there is none
     */
    void add(ContainerSample before, ContainerSample now) {
        memory.add(now.memoryBytes() >> MEBIBYTE);
        if (before == null) {
            return;
        }
        var nanos = Duration.between(before.at(), now.at()).toNanos();
        var used = now.cpuNanos() - before.cpuNanos();
        if (nanos <= 0 || used < 0) {
            return;
        }
        cpu.add(Math.min(100, 100.0 * used / nanos / now.cpus()));
        read.add(Math.max(0, now.readBytes() - before.readBytes()));
        written.add(Math.max(0, now.writtenBytes() - before.writtenBytes()));
        if (before.network() != null && now.network() != null) {
            addNetwork(now.network().minus(before.network()), nanos / 1e9);
        }
    }

    private void addNetwork(Network passed, double seconds) {
        received.add(passed.received(), seconds);
        sent.add(passed.sent(), seconds);
    }

    /** Empty until there are two samples. */
    boolean isEmpty() {
        return cpu.isEmpty();
    }

    ContainerMetric metric(String container) {
        return new ContainerMetric(
                container,
                cpu.set(),
                memory.set(),
                received.bytes.isEmpty() ? null : network(),
                new StorageStatsSet(read.longSet(), written.longSet()),
                null);
    }

    private NetworkStatsSet network() {
        return new NetworkStatsSet(
                received.bytes.longSet(),
                received.bytesPerSecond.set(),
                received.dropped.longSet(),
                received.errors.longSet(),
                received.packets.longSet(),
                sent.bytes.longSet(),
                sent.bytesPerSecond.set(),
                sent.dropped.longSet(),
                sent.errors.longSet(),
                sent.packets.longSet());
    }
}
