package dev.berth.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.telemetry.ContainerSample.Flow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from control groups of both versions, as kernels write them. */
class ContainerCgroupTest {
    private static final Instant NOW = Instant.parse("2026-11-29T01:00:00Z");

    @TempDir private Path folder;
    private Path proc;
    private Path mount;

    @BeforeEach
    void setUp() throws IOException {
        proc = folder.resolve("proc");
        mount = folder.resolve("cgroup");
        write(
                proc.resolve("42/net/dev"),
                """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets
                    lo:  999      9    0    0    0     0          0         0   999   9 0 0 0 0 0 0
                  eth0: 1000     10    1    2    0     0          0         0  2000  20 3 4 0 0 0 0
                  eth1:    1      1    0    0    0     0          0         0     2   2 0 0 0 0 0 0
                """);
    }

    @Test
    void version1HasAFolderForEachController() throws Exception {
        write(
                proc.resolve("42/cgroup"),
                """
                9:name=systemd:/docker/c1
                7:blkio:/docker/c1
                4:memory:/docker/c1
                2:cpu,cpuacct:/docker/c1
                0::/docker/c1
                """);
        write(mount.resolve("cpuacct/docker/c1/cpuacct.usage"), "1234567\n");
        write(mount.resolve("memory/docker/c1/memory.usage_in_bytes"), "5000\n");
        write(mount.resolve("memory/docker/c1/memory.stat"), "cache 1000\nrss 4000\n");
        write(
                mount.resolve("blkio/docker/c1/blkio.throttle.io_service_bytes_recursive"),
                "8:0 Read 10\n8:0 Write 20\n8:16 Read 1\n8:16 Write 2\nTotal 33\n");

        var sample = find(true).read(NOW);

        assertThat(sample.cpuNanos()).isEqualTo(1234567);
        assertThat(sample.memoryBytes()).isEqualTo(4000);
        assertThat(sample.readBytes()).isEqualTo(11);
        assertThat(sample.writtenBytes()).isEqualTo(22);
        assertThat(sample.network().received()).isEqualTo(new Flow(1001, 11, 1, 2));
        assertThat(sample.network().sent()).isEqualTo(new Flow(2002, 22, 3, 4));
    }

    @Test
    void version2HasOneFolder() throws Exception {
        write(proc.resolve("42/cgroup"), "0::/system.slice/docker-c1.scope\n");
        var group = mount.resolve("system.slice/docker-c1.scope");
        write(group.resolve("cpu.stat"), "usage_usec 1234\nuser_usec 1000\n");
        write(group.resolve("memory.current"), "5000\n");
        write(group.resolve("memory.stat"), "anon 3000\ninactive_file 500\n");
        write(group.resolve("io.stat"), "8:0 rbytes=10 wbytes=20 rios=1\n8:16 rbytes=1 wbytes=2\n");

        var sample = find(false).read(NOW);

        assertThat(sample.cpuNanos()).isEqualTo(1_234_000);
        assertThat(sample.memoryBytes()).isEqualTo(4500);
        assertThat(sample.readBytes()).isEqualTo(11);
        assertThat(sample.writtenBytes()).isEqualTo(22);
        assertThat(sample.network()).isNull();
    }

    @Test
    void groupsThatThisAgentCannotSeeAreNotFound() throws Exception {
        write(proc.resolve("42/cgroup"), "0::/../docker/c1\n");
        assertThat(ContainerCgroup.find(42, proc, mount, true, 2)).isEmpty();
        write(proc.resolve("42/cgroup"), "0::/docker/c1\n");
        assertThat(ContainerCgroup.find(42, proc, mount, true, 2)).isEmpty();
    }

    private ContainerCgroup find(boolean ownNetwork) throws IOException {
        return ContainerCgroup.find(42, proc, mount, ownNetwork, 2).orElseThrow();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
