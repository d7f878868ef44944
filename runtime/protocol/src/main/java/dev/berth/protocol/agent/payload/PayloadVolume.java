package dev.berth.protocol.agent.payload;

import dev.berth.protocol.json.Absent;
import java.util.Map;

/**
 * A volume of a task.
 *
 * @param type {@code host} or {@code docker}
 * @param host must be present for an empty volume too, which is {@code new Host(null)}; null for
 *     type {@code docker}
 * @param dockerVolumeConfiguration for type {@code docker}, else null
 */
public record PayloadVolume(
        String name, String type, Host host, DockerVolume dockerVolumeConfiguration) {
    /** A folder of the host, or an empty volume. */
    public PayloadVolume(String name, String type, Host host) {
        this(name, type, host, null);
    }

    /**
     * A volume that one of Docker's drivers makes.
     *
     * @param scope {@code task}: removed with its task, under a name of its own; {@code shared}:
     *     keeps its name and is never removed
     * @param autoprovision whether a shared volume is made where it is missing
     * @param driver null for Docker's default
     */
    public record DockerVolume(
            String scope,
            boolean autoprovision,
            String driver,
            Map<String, String> driverOpts,
            Map<String, String> labels) {
        public DockerVolume {
            driverOpts = Absent.asEmpty(driverOpts);
            labels = Absent.asEmpty(labels);
        }
    }

    /**
     * A folder of the Docker host.
     *
     * @param sourcePath absolute, or null for an empty volume that lives as long as the task
     */
    public record Host(String sourcePath) {}
}
