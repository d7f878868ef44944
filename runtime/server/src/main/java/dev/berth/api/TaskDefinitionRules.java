package dev.berth.api;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Volume;

/**
 * What a task definition must satisfy to be registered, so that what would fail on every host fails
 * here, with a sentence. Refusals are ClientExceptions, as in ECS.
 */
final class TaskDefinitionRules {
    private static final int MOST_CONTAINERS = 10;
    private static final int MOST_CPU = 262_144;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    private final RegisterTaskDefinitionRequest request;
    private final String networkMode;
    private final Set<String> hostPorts = new HashSet<>();

    private TaskDefinitionRules(RegisterTaskDefinitionRequest request) {
        this.request = request;
        this.networkMode = Requests.orElse(request.networkModeAsString(), "bridge");
    }

    /** The members that are built. */
    static Members members() {
        return Members.built(
                        "family*",
                        "taskRoleArn",
                        "executionRoleArn",
                        "networkMode",
                        "requiresCompatibilities",
                        "volumes.name",
                        "volumes.host")
                .within(
                        "containerDefinitions",
                        "name",
                        "image",
                        "command",
                        "entryPoint",
                        "workingDirectory",
                        "user",
                        "environment",
                        "essential",
                        "cpu",
                        "memory",
                        "memoryReservation",
                        "portMappings.containerPort",
                        "portMappings.hostPort",
                        "portMappings.protocol",
                        "stopTimeout",
                        "dockerLabels",
                        "mountPoints",
                        "logConfiguration.logDriver*",
                        "logConfiguration.options")
                .accepting("containerDefinitions.versionConsistency", "enabled");
    }

    /**
     * Checks all of it.
     *
     * @throws ApiException that names what is wrong
     */
    static void check(RegisterTaskDefinitionRequest request) {
        new TaskDefinitionRules(request).check();
    }

    private void check() {
        refuseUnless(
                NAME.matcher(request.family()).matches(),
                "family can have up to 255 letters, digits, hyphens and underscores.");
        checkNetworkMode();
        checkCompatibilities();
        var volumes = new HashSet<String>();
        request.volumes().forEach(volume -> check(volume, volumes));
        checkContainers(volumes);
    }

    private void checkNetworkMode() {
        refuseUnless(
                !networkMode.equals("awsvpc"),
                "networkMode awsvpc is not supported yet. Use bridge, host or none.");
        refuseUnless(
                List.of("bridge", "host", "none").contains(networkMode),
                "networkMode must be bridge, host or none.");
    }

    private void checkCompatibilities() {
        for (var compatibility : request.requiresCompatibilitiesAsStrings()) {
            refuseUnless(
                    List.of("EC2", "EXTERNAL").contains(compatibility),
                    "requiresCompatibilities can hold EC2 and EXTERNAL: tasks run on container"
                            + " instances here.");
        }
    }

    private static void check(Volume volume, Set<String> names) {
        var name = Requests.orElse(volume.name(), "");
        refuseUnless(
                NAME.matcher(name).matches(),
                "A volume's name can have up to 255 letters, digits, hyphens and underscores.");
        refuseUnless(names.add(name), "The volume name '%s' is there twice.", name);
        var path = volume.host() == null ? null : volume.host().sourcePath();
        refuseUnless(
                path == null || path.isEmpty() || path.startsWith("/"),
                "Volume '%s': host.sourcePath must be an absolute path.",
                name);
    }

    private void checkContainers(Set<String> volumes) {
        var containers = request.containerDefinitions();
        refuseUnless(!containers.isEmpty(), "Container list cannot be empty.");
        refuseUnless(
                containers.size() <= MOST_CONTAINERS,
                "A task definition can have at most %d containers.",
                MOST_CONTAINERS);
        refuseUnless(
                containers.stream().anyMatch(c -> Requests.orElse(c.essential(), true)),
                "At least one container must be essential.");
        var names = new HashSet<String>();
        for (var container : containers) {
            checkNames(container, names);
            checkResources(container);
            new ContainerPorts(container, networkMode, hostPorts).check();
            checkProcess(container);
            checkMounts(container, volumes);
            checkLog(container);
        }
    }

    private static void checkNames(ContainerDefinition container, Set<String> names) {
        var name = container.name();
        refuseUnless(
                name != null && !name.isBlank(), "Container.name should not be null or empty.");
        refuseUnless(
                NAME.matcher(name).matches(),
                "The container name '%s' can have up to 255 letters, digits, hyphens and"
                        + " underscores.",
                name);
        refuseUnless(names.add(name), "The container name '%s' is there twice.", name);
        var image = container.image();
        refuseUnless(
                image != null && !image.isBlank(), "Container.image should not be null or empty.");
        refuseUnless(
                image.split("@")[0].length() <= 255,
                "Container '%s': image can have up to 255 characters before @.",
                name);
    }

    private static void checkResources(ContainerDefinition container) {
        var name = container.name();
        var cpu = Requests.orElse(container.cpu(), 0);
        refuseUnless(
                cpu >= 0 && cpu <= MOST_CPU,
                "Container '%s': cpu must be between 0 and %d units.",
                name,
                MOST_CPU);
        refuseUnless(
                container.memory() != null || container.memoryReservation() != null,
                "Invalid setting for container '%s'. At least one of 'memory' or"
                        + " 'memoryReservation' must be specified.",
                name);
        ContainerMemory.check(name, container.memory(), container.memoryReservation());
    }

    private static void checkProcess(ContainerDefinition container) {
        var name = container.name();
        var folder = container.workingDirectory();
        refuseUnless(
                folder == null || folder.isEmpty() || folder.startsWith("/"),
                "Container '%s': workingDirectory must be an absolute path.",
                name);
        refuseUnless(
                Requests.orElse(container.stopTimeout(), 0) >= 0,
                "Container '%s': stopTimeout must not be negative.",
                name);
        refuseUnless(
                Environment.isNamed(container.environment()),
                "Container '%s': every variable of environment needs a name.",
                name);
        for (var label : container.dockerLabels().keySet()) {
            refuseUnless(
                    !label.startsWith("com.amazonaws.ecs.") && !label.startsWith("dev.berth."),
                    "Container '%s': labels that begin with com.amazonaws.ecs. or dev.berth. are"
                            + " the agent's own.",
                    name);
        }
    }

    private static void checkMounts(ContainerDefinition container, Set<String> volumes) {
        var name = container.name();
        var paths = new HashSet<String>();
        for (var mount : container.mountPoints()) {
            refuseUnless(
                    mount.sourceVolume() != null && volumes.contains(mount.sourceVolume()),
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
    }

    private static void checkLog(ContainerDefinition container) {
        var log = container.logConfiguration();
        if (log == null || log.logDriver() == null) {
            return;
        }
        refuseUnless(
                "json-file".equals(log.logDriverAsString()),
                "Container '%s': logDriver %s is not supported yet. Use json-file.",
                container.name(),
                log.logDriverAsString());
    }

    /** The values go into the sentence as {@link String#formatted} puts them there. */
    static void refuseUnless(boolean holds, String sentence, Object... values) {
        if (!holds) {
            throw ApiException.client(sentence.formatted(values));
        }
    }
}
