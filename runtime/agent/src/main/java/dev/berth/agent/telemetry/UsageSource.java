package dev.berth.agent.telemetry;

import dev.berth.agent.docker.DockerReader;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the usage of one run of a container: from its control groups, or from Docker if this agent
 * has no access to them. For one thread.
 */
final class UsageSource {
    private static final Path PROC = Path.of("/proc");
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");
    private static final Path CPUS = Path.of("/sys/devices/system/cpu/online");
    private static final Set<String> WITHOUT_NETWORK = Set.of("host", "none");

    private final DockerReader docker;
    private final String dockerId;
    private final ContainerCgroup cgroup;

    private UsageSource(DockerReader docker, String dockerId, ContainerCgroup cgroup) {
        this.docker = docker;
        this.dockerId = dockerId;
        this.cgroup = cgroup;
    }

    /** Asks Docker for the process of the container, once for each run. */
    static UsageSource of(DockerReader docker, String dockerId)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        var inspected = docker.container(dockerId);
        var pid = inspected.path("State").path("Pid").asLong();
        var mode = inspected.path("HostConfig").path("NetworkMode").asText();
        var ownNetwork = !WITHOUT_NETWORK.contains(mode);
        try {
            var found =
                    pid > 0 && isOf(pid, dockerId)
                            ? ContainerCgroup.find(pid, PROC, CGROUPS, ownNetwork, cpus())
                            : Optional.<ContainerCgroup>empty();
            return new UsageSource(docker, dockerId, found.orElse(null));
        } catch (IOException | NumberFormatException e) {
            return new UsageSource(docker, dockerId, null);
        }
    }

    /** On another machine the same process id belongs to another process. */
    private static boolean isOf(long pid, String dockerId) throws IOException {
        return Files.readString(PROC.resolve(Long.toString(pid)).resolve("cgroup"))
                .contains(dockerId);
    }

    /** Empty if the container has ended. */
    Optional<ContainerSample> read() throws InterruptedException {
        try {
            return cgroup != null
                    ? Optional.of(cgroup.read(Instant.now()))
                    : ContainerSample.read(docker.stats(dockerId, true));
        } catch (IOException | NumberFormatException | DockerRefusal | DockerUncertain e) {
            return Optional.empty();
        }
    }

    /** Such as {@code 0-3,6}. */
    private static int cpus() throws IOException {
        var count = 0;
        for (var range : Files.readString(CPUS).strip().split(",")) {
            var ends = range.split("-");
            count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
        }
        return count;
    }
}
