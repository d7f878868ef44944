package dev.berth.api;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
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
                        "pidMode",
                        "ipcMode",
                        "runtimePlatform",
                        "volumes.name",
                        "volumes.host")
                .within("containerDefinitions", ContainerRules.MEMBERS)
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
        checkNamespaces();
        checkCompatibilities();
        checkPlatform();
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

    private void checkNamespaces() {
        for (var mode : List.of(pidMode(), ipcMode())) {
            refuseUnless(
                    !mode.equals("task"),
                    "pidMode and ipcMode cannot be task yet: leave them out, or use host.");
        }
        refuseUnless(List.of("", "host").contains(pidMode()), "pidMode must be host or task.");
        refuseUnless(
                List.of("", "host", "none").contains(ipcMode()),
                "ipcMode must be host, task or none.");
    }

    private String pidMode() {
        return Requests.orElse(request.pidModeAsString(), "");
    }

    private String ipcMode() {
        return Requests.orElse(request.ipcModeAsString(), "");
    }

    private void checkPlatform() {
        var platform = request.runtimePlatform();
        if (platform == null) {
            return;
        }
        refuseUnless(
                List.of("", "LINUX")
                        .contains(Requests.orElse(platform.operatingSystemFamilyAsString(), "")),
                "runtimePlatform.operatingSystemFamily must be LINUX.");
        refuseUnless(
                List.of("", "X86_64", "ARM64")
                        .contains(Requests.orElse(platform.cpuArchitectureAsString(), "")),
                "runtimePlatform.cpuArchitecture must be X86_64 or ARM64.");
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
            new ContainerRules(container, networkMode, ipcMode(), names, volumes, hostPorts)
                    .check();
        }
    }

    /** The values go into the sentence as {@link String#formatted} puts them there. */
    static void refuseUnless(boolean holds, String sentence, Object... values) {
        if (!holds) {
            throw ApiException.client(sentence.formatted(values));
        }
    }
}
