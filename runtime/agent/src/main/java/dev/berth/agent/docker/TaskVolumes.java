package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.agent.json.Json;
import dev.berth.protocol.agent.payload.PayloadTask;
import dev.berth.protocol.agent.payload.PayloadVolume;
import java.util.List;
import java.util.Optional;

/** What the volumes of a task are to Docker. */
public final class TaskVolumes {
    private TaskVolumes() {}

    /** What a mount point names: a folder of the host, or a volume of Docker's. */
    public static String source(PayloadTask task, String taskId, PayloadVolume volume) {
        if (volume.dockerVolumeConfiguration() != null) {
            return isShared(volume) ? volume.name() : ownName(task, taskId, volume);
        }
        var path = volume.host().sourcePath();
        return path == null || path.isEmpty() ? ownName(task, taskId, volume) : path;
    }

    /** The volumes that live as long as the task, by Docker's names. */
    public static List<String> ofTaskAlone(PayloadTask task, String taskId) {
        return task.volumes().stream()
                .filter(volume -> !isShared(volume) && !isFolder(volume))
                .map(volume -> ownName(task, taskId, volume))
                .toList();
    }

    /**
     * What has to be made before a container can mount a volume: the body of the Engine API's
     * "create a volume". Empty for folders, for plain volumes, which Docker makes by itself, and
     * for shared ones that must be there already.
     */
    public static Optional<ObjectNode> toMake(
            PayloadTask task, String taskId, PayloadVolume volume) {
        var docker = volume.dockerVolumeConfiguration();
        if (docker == null || isShared(volume) && !docker.autoprovision()) {
            return Optional.empty();
        }
        var document = Json.MAPPER.createObjectNode();
        document.put("Name", source(task, taskId, volume));
        document.put("Driver", docker.driver() == null ? "local" : docker.driver());
        docker.driverOpts().forEach(document.putObject("DriverOpts")::put);
        docker.labels().forEach(document.putObject("Labels")::put);
        return Optional.of(document);
    }

    /** Whether a volume outlives its task. */
    public static boolean isShared(PayloadVolume volume) {
        var docker = volume.dockerVolumeConfiguration();
        return docker != null && "shared".equals(docker.scope());
    }

    private static boolean isFolder(PayloadVolume volume) {
        return volume.dockerVolumeConfiguration() == null
                && volume.host().sourcePath() != null
                && !volume.host().sourcePath().isEmpty();
    }

    private static String ownName(PayloadTask task, String taskId, PayloadVolume volume) {
        return "ecs-%s-%s-%s-%s".formatted(task.family(), task.version(), volume.name(), taskId);
    }
}
