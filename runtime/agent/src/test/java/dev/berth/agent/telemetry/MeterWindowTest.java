package dev.berth.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.json.Json;
import dev.berth.protocol.agent.telemetry.LongStatsSet;
import dev.berth.protocol.agent.telemetry.StatsSet;
import org.junit.jupiter.api.Test;

class MeterWindowTest {
    private static final String MEMORY_V1 =
            "{\"usage\":11534336,\"stats\":{\"cache\":1048576,\"inactive_file\":7}}";

    /** As Docker writes it, without what is not read. */
    private static ContainerSample sample(
            int second, long cpuMillis, String memory, long received, long written)
            throws Exception {
        return ContainerSample.read(
                        Json.MAPPER.readTree(
                                """
                                {"read":"2026-11-23T01:00:%02d.000000000Z",
                                 "cpu_stats":{"cpu_usage":{"total_usage":%d},"online_cpus":2},
                                 "memory_stats":%s,
                                 "networks":{"eth0":{"rx_bytes":%d,"rx_packets":1,"tx_bytes":5},"eth1":{"rx_bytes":1}},
                                 "blkio_stats":{"io_service_bytes_recursive":[{"op":"Read","value":1},{"op":"Write","value":%d},{"op":"Total","value":9}]}}"""
                                        .formatted(
                                                second,
                                                cpuMillis * 1_000_000,
                                                memory,
                                                received,
                                                written)))
                .orElseThrow();
    }

    @Test
    void processorTimeIsAShareOfTheWholeInstance() throws Exception {
        var window = new MeterWindow();
        var first = sample(1, 1_000, MEMORY_V1, 0, 0);
        var second = sample(2, 2_000, MEMORY_V1, 0, 0); // one of two processors for a second
        var third = sample(4, 2_400, MEMORY_V1, 0, 0);
        window.add(null, first);
        window.add(first, second);
        window.add(second, third);
        assertThat(window.metric("main").cpuStatsSet())
                .isEqualTo(new StatsSet(10.0, 50.0, 2, 60.0));
    }

    @Test
    void memoryIsWholeMebibytesWithoutTheCache() throws Exception {
        var window = new MeterWindow();
        window.add(null, sample(1, 1, MEMORY_V1, 0, 0));
        window.add(
                null,
                sample(2, 1, "{\"usage\":11534336,\"stats\":{\"inactive_file\":2097152}}", 0, 0));
        assertThat(window.metric("main").memoryStatsSet())
                .isEqualTo(new StatsSet(9.0, 10.0, 2, 19.0));
    }

    @Test
    void networkAndStorageAreWhatPassedBetweenSamples() throws Exception {
        var window = new MeterWindow();
        var first = sample(1, 1, MEMORY_V1, 100, 10);
        var second = sample(3, 2, MEMORY_V1, 300, 4_106);
        window.add(null, first);
        assertThat(window.isEmpty()).isTrue();
        window.add(first, second);
        var metric = window.metric("main");
        assertThat(metric.networkStatsSet().rxBytes())
                .isEqualTo(new LongStatsSet(200, 200, 1, 200));
        assertThat(metric.networkStatsSet().rxBytesPerSecond())
                .isEqualTo(new StatsSet(100.0, 100.0, 1, 100.0));
        assertThat(metric.storageStatsSet().writeSizeBytes())
                .isEqualTo(new LongStatsSet(4_096, 4_096, 1, 4_096));
        assertThat(metric.restartStatsSet()).isNull();
    }

    @Test
    void countersThatWentBackAreOfAnotherRun() throws Exception {
        var window = new MeterWindow();
        window.add(sample(1, 5_000, MEMORY_V1, 0, 0), sample(2, 10, MEMORY_V1, 0, 0));
        assertThat(window.isEmpty()).isTrue();
    }

    @Test
    void statisticsOfAContainerThatIsNotRunningAreNoSample() throws Exception {
        assertThat(
                        ContainerSample.read(
                                Json.MAPPER.readTree(
                                        "{\"read\":\"0001-01-01T00:00:00Z\",\"cpu_stats\":{\"cpu_usage\":{\"total_usage\":0}}}")))
                .isEmpty();
    }
}
