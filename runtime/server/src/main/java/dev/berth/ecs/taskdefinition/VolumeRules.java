package dev.berth.ecs.taskdefinition;

import static dev.berth.ecs.taskdefinition.TaskDefinitionRules.refuseUnless;

import dev.berth.ecs.Requests;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.DockerVolumeConfiguration;
import software.amazon.awssdk.services.ecs.model.Scope;
import software.amazon.awssdk.services.ecs.model.Volume;

/** The volumes and mount points of a task definition. */
final class VolumeRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    /** The names that Docker allows for a volume; a shared volume keeps its name. */
    private static final Pattern SHARED_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]+");

    private final List<Volume> volumes;
    private final Set<String> names = new HashSet<>();

    VolumeRules(List<Volume> volumes) {
        this.volumes = volumes;
    }

    void check() {
        volumes.forEach(this::check);
    }

    private void check(Volume volume) {
        var name = Requests.orElse(volume.name(), "");
        refuseUnless(
                NAME.matcher(name).matches(),
                "A volume's name can have up to 255 letters, digits, hyphens and underscores.");
        refuseUnless(names.add(name), "The volume name '%s' occurs more than once.", name);
        var path = volume.host() == null ? null : volume.host().sourcePath();
        refuseUnless(path == null || !path.isBlank(), "host.sourcePath should not be blank.");
        refuseUnless(
                path == null || path.startsWith("/"),
                "Volume '%s': host.sourcePath must be an absolute path.",
                name);
        if (volume.dockerVolumeConfiguration() != null) {
            refuseUnless(
                    path == null,
                    "Volume '%s' has a host.sourcePath and a dockerVolumeConfiguration. Leave one"
                            + " out.",
                    name);
            check(name, volume.dockerVolumeConfiguration());
        }
    }

    private static void check(String name, DockerVolumeConfiguration docker) {
        var scope = Requests.orElse(docker.scopeAsString(), "task");
        refuseUnless(
                List.of("task", "shared").contains(scope),
                "Volume '%s': scope must be task or shared.",
                name);
        refuseUnless(
                !Boolean.FALSE.equals(docker.autoprovision()) || scope.equals("shared"),
                "Volume '%s': autoprovision cannot be false with scope task. The volumes of a task"
                        + " are always created.",
                name);
        refuseUnless(
                scope.equals("task") || SHARED_NAME.matcher(name).matches(),
                "Volume '%s': the name of a shared volume must have two"
                        + " characters or more and begin with a letter or a digit.",
                name);
    }

    void checkMounts(ContainerDefinition container, Set<String> containers) {
        var name = container.name();
        var paths = new HashSet<String>();
        for (var mount : container.mountPoints()) {
            refuseUnless(
                    mount.sourceVolume() != null && names.contains(mount.sourceVolume()),
                    "Container '%s': Unknown volume '%s'.",
                    name,
                    mount.sourceVolume());
            var path = Requests.orElse(mount.containerPath(), "");
            refuseUnless(
                    path.startsWith("/"),
                    "Container '%s': containerPath of a mount point must be an absolute path.",
                    name);
            refuseUnless(paths.add(path), "Container '%s': '%s' is mounted twice.", name, path);
        }
        for (var from : container.volumesFrom()) {
            refuseUnless(
                    containers.contains(from.sourceContainer()),
                    "Container '%s': volumesFrom names the unknown container '%s'.",
                    name,
                    from.sourceContainer());
        }
    }

    /** The volumes with default values. */
    static List<Volume> complete(List<Volume> volumes) {
        return volumes.stream().map(VolumeRules::complete).toList();
    }

    private static Volume complete(Volume volume) {
        var docker = volume.dockerVolumeConfiguration();
        return docker == null
                ? volume
                : volume.toBuilder()
                        .dockerVolumeConfiguration(
                                docker.toBuilder()
                                        .scope(
                                                Requests.orElse(
                                                        docker.scopeAsString(),
                                                        Scope.TASK.toString()))
                                        .driver(Requests.orElse(docker.driver(), "local"))
                                        .build())
                        .build();
    }
}
