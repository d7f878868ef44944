package dev.berth.protocol.agent.payload;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import dev.berth.protocol.json.Absent;
import java.util.List;
import java.util.Map;

/**
 * One container of a {@link PayloadTask}. Settings without a member of their own are in {@link
 * PayloadDockerConfig}.
 *
 * @param essential absent means false, so it is always written
 * @param command empty means the image's own
 * @param entryPoint empty means the image's own
 * @param environment with the overrides of RunTask already merged; plain values, never logged
 * @param cpu CPU units (Docker's shares)
 * @param memory hard limit in MiB, 0 for none
 * @param links {@code name:alias} or {@code name}; bridge mode only
 * @param startTimeout how many seconds dependent containers wait for this one, null for the agent's
 *     default
 * @param stopTimeout seconds between SIGTERM and SIGKILL, null for the agent's default
 * @param healthCheckType {@code docker} together with a Healthcheck in {@code config}, else null:
 *     the container's health is not reported
 * @param restartPolicy null for none
 * @param overrides JSON in a string, {@code "{}"} or an object with the key {@code command} alone:
 *     Amazon's agent refuses a task with any other key
 */
public record PayloadContainer(
        String name,
        String image,
        boolean essential,
        List<String> command,
        List<String> entryPoint,
        Map<String, String> environment,
        int cpu,
        int memory,
        List<PayloadPortMapping> portMappings,
        List<PayloadMountPoint> mountPoints,
        List<PayloadVolumeFrom> volumesFrom,
        List<String> links,
        List<PayloadDependency> dependsOn,
        Integer startTimeout,
        Integer stopTimeout,
        String healthCheckType,
        PayloadRestartPolicy restartPolicy,
        @JsonDeserialize(using = JsonTextDeserializer.class) String overrides,
        PayloadDockerConfig dockerConfig) {
    public PayloadContainer {
        command = Absent.asEmpty(command);
        entryPoint = Absent.asEmpty(entryPoint);
        environment = Absent.asEmpty(environment);
        portMappings = Absent.asEmpty(portMappings);
        mountPoints = Absent.asEmpty(mountPoints);
        volumesFrom = Absent.asEmpty(volumesFrom);
        links = Absent.asEmpty(links);
        dependsOn = Absent.asEmpty(dependsOn);
    }

    /** Leaves out the members that may hold secrets. */
    @Override
    public String toString() {
        return "PayloadContainer[name=" + name + ", image=" + image + "]";
    }
}
