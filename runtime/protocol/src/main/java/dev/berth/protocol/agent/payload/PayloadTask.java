package dev.berth.protocol.agent.payload;

import dev.berth.protocol.json.Absent;
import java.util.List;

/**
 * A task in a message to an agent.
 *
 * @param arn its last path element is the task's id
 * @param desiredStatus {@code RUNNING} or {@code STOPPED}; for a stop the ARN and this are enough
 * @param version the revision of the task definition
 * @param networkMode {@code bridge}, {@code host} or {@code none}; the Docker network of a
 *     container is in its {@code hostConfig}
 * @param cpu the task's limit in vCPU (0.25 is 256 units), or null
 * @param memory the task's limit in MiB, or null
 * @param pidMode {@code host} or {@code task}: whose processes its containers see; null for their
 *     own
 * @param ipcMode {@code host}, {@code task} or {@code none}; null for Docker's default
 */
public record PayloadTask(
        String arn,
        String desiredStatus,
        String family,
        String version,
        String taskClusterArn,
        String launchType,
        String networkMode,
        String serviceName,
        String group,
        Double cpu,
        Integer memory,
        String pidMode,
        String ipcMode,
        List<PayloadContainer> containers,
        List<PayloadVolume> volumes) {
    public PayloadTask {
        containers = Absent.asEmpty(containers);
        volumes = Absent.asEmpty(volumes);
    }

    /** What tells an agent to stop a task. */
    public static PayloadTask stop(String arn) {
        return new PayloadTask(
                arn, "STOPPED", null, null, null, null, null, null, null, null, null, null, null,
                null, null);
    }
}
