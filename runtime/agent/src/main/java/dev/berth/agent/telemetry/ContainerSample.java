package dev.berth.agent.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The usage of a container at one moment.
 *
 * @param cpuNanos processor time since the start of the container
 * @param cpus of the host
 * @param memoryBytes without the page cache, which the kernel can reclaim
 * @param network since the start of the container, null if it has no own network
 * @param readBytes from block devices since the start of the container
 */
record ContainerSample(
        Instant at,
        long cpuNanos,
        int cpus,
        long memoryBytes,
        Network network,
        long readBytes,
        long writtenBytes) {

    /** The sum over all interfaces. */
    record Network(Flow received, Flow sent) {
        Network minus(Network before) {
            return new Network(received.minus(before.received), sent.minus(before.sent));
        }
    }

    /** One direction. */
    record Flow(long bytes, long packets, long errors, long dropped) {
        Flow minus(Flow before) {
            return new Flow(
                    bytes - before.bytes,
                    packets - before.packets,
                    errors - before.errors,
                    dropped - before.dropped);
        }

        Flow plus(Flow more) {
            return new Flow(
                    bytes + more.bytes,
                    packets + more.packets,
                    errors + more.errors,
                    dropped + more.dropped);
        }

        private Flow plus(JsonNode network, String direction) {
            return new Flow(
                    bytes + network.path(direction + "_bytes").asLong(),
                    packets + network.path(direction + "_packets").asLong(),
                    errors + network.path(direction + "_errors").asLong(),
                    dropped + network.path(direction + "_dropped").asLong());
        }
    }

    private static final Flow NOTHING = new Flow(0, 0, 0, 0);

    /** Parses Docker's statistics; empty for a container that is not running. */
    static Optional<ContainerSample> read(JsonNode stats) {
        var cpu = stats.path("cpu_stats");
        var usage = cpu.path("cpu_usage");
        var cpus = cpus(cpu);
        try {
            var at = Instant.parse(stats.path("read").asText());
            if (at.getEpochSecond() <= 0 || cpus == 0 || !usage.has("total_usage")) {
                return Optional.empty();
            }
            var storage = stats.path("blkio_stats").path("io_service_bytes_recursive");
            return Optional.of(
                    new ContainerSample(
                            at,
                            usage.path("total_usage").asLong(),
                            cpus,
                            memory(stats.path("memory_stats")),
                            network(stats.path("networks")),
                            transferred(storage, "read"),
                            transferred(storage, "write")));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Engines before API version 1.27 do not report the number of online processors. */
    private static int cpus(JsonNode cpu) {
        var online = cpu.path("online_cpus").asInt();
        return online > 0 ? online : cpu.path("cpu_usage").path("percpu_usage").size();
    }

    /** Control groups of version 1 count the cache as "cache", those of 2 have it as files. */
    private static long memory(JsonNode memory) {
        var details = memory.path("stats");
        var cache =
                details.has("cache")
                        ? details.path("cache").asLong()
                        : details.path("inactive_file").asLong();
        return Math.max(0, memory.path("usage").asLong() - cache);
    }

    private static Network network(JsonNode networks) {
        if (networks.isEmpty()) {
            return null;
        }
        var received = NOTHING;
        var sent = NOTHING;
        for (var network : networks) {
            received = received.plus(network, "rx");
            sent = sent.plus(network, "tx");
        }
        return new Network(received, sent);
    }

    private static long transferred(JsonNode entries, String operation) {
        var sum = 0L;
        for (var entry : entries) {
            if (entry.path("op").asText().equalsIgnoreCase(operation)) {
                sum += entry.path("value").asLong();
            }
        }
        return sum;
    }
}
