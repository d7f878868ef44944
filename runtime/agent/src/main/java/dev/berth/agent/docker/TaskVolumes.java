package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.agent.json.Json;
import dev.berth.protocol.agent.payload.PayloadTask;
import dev.berth.protocol.agent.payload.PayloadVolume;
import java.util.List;
import java.util.Optional;

/** The volumes of a task in Docker. */
public final class TaskVolumes {
    private TaskVolumes() {}

    /** The source of a mount: a folder of the host, or a Docker volume. */
    public static String source(PayloadTask task, String taskId, PayloadVolume volume) {
        if (volume.dockerVolumeConfiguration() != null) {
            return isShared(volume) ? volume.name() : ownName(task, taskId, volume);
        }
        var path = volume.host().sourcePath();
        return path == null || path.isEmpty() ? ownName(task, taskId, volume) : path;
    }

    /** The names in Docker of the volumes that are removed with the task. */
    public static List<String> ofTaskAlone(PayloadTask task, String taskId) {
        return task.volumes().stream()
                .filter(volume -> !isShared(volume) && !isFolder(volume))
                .map(volume -> ownName(task, taskId, volume))
                .toList();
    }

    /**
     * The body of the Engine API's "create a volume", if the volume must be created before a
     * container can mount it. Empty for folders, for plain volumes, which Docker creates itself,
     * and for shared volumes that must exist already.
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

    /** Whether a volume is kept after its task. */
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
