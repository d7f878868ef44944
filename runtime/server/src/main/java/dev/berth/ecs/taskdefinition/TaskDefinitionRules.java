package dev.berth.ecs.taskdefinition;

import dev.berth.ecs.Requests;
import dev.berth.wire.ApiException;
import dev.berth.wire.Members;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;

/**
 * The validation of task definitions at registration. Definitions that would fail on every host are
 * refused here, with a message. Refusals are ClientExceptions, as in ECS.
 */
final class TaskDefinitionRules {
    private static final int MOST_CONTAINERS = 10;
    private static final int MOST_CPU = 262_144;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    /** An image reference as Docker parses it: registry, repository, tag and digest. */
    private static final Pattern IMAGE =
            Pattern.compile(
                    "(?:(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:]+])(?::[0-9]+)?/)?"
                            + "[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*"
                            + "(?:/[a-z0-9]+(?:(?:\\.|__?|-+)[a-z0-9]+)*)*"
                            + "(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?"
                            + "(?:@[A-Za-z][A-Za-z0-9]*(?:[+._-][A-Za-z][A-Za-z0-9]*)*:[0-9A-Fa-f]{32,128})?");

    private final RegisterTaskDefinitionRequest request;
    private final String networkMode;
    private final VolumeRules volumes;
    private final Set<String> hostPorts = new HashSet<>();

    private TaskDefinitionRules(RegisterTaskDefinitionRequest request) {
        this.request = request;
        this.networkMode = Requests.orElse(request.networkModeAsString(), "bridge");
        this.volumes = new VolumeRules(request.volumes());
    }

    /** The supported members. */
    static Members members() {
        return Members.supported(
                        "family*",
                        "taskRoleArn",
                        "executionRoleArn",
                        "networkMode",
                        "pidMode",
                        "ipcMode",
                        "cpu",
                        "memory",
                        "requiresCompatibilities",
                        "runtimePlatform",
                        "volumes.name",
                        "volumes.host",
                        "volumes.dockerVolumeConfiguration",
                        "placementConstraints",
                        "tags")
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
                        "portMappings",
                        "links",
                        "dependsOn.containerName*",
                        "dependsOn.condition*",
                        "startTimeout",
                        "stopTimeout",
                        "restartPolicy.enabled*",
                        "restartPolicy.ignoredExitCodes",
                        "restartPolicy.restartAttemptPeriod",
                        "healthCheck.command*",
                        "healthCheck.interval",
                        "healthCheck.timeout",
                        "healthCheck.retries",
                        "healthCheck.startPeriod",
                        "dockerLabels",
                        "mountPoints",
                        "volumesFrom.sourceContainer*",
                        "volumesFrom.readOnly",
                        "hostname",
                        "dnsServers",
                        "dnsSearchDomains",
                        "extraHosts.hostname*",
                        "extraHosts.ipAddress*",
                        "disableNetworking",
                        "privileged",
                        "readonlyRootFilesystem",
                        "interactive",
                        "pseudoTerminal",
                        "dockerSecurityOptions",
                        "systemControls.namespace*",
                        "systemControls.value*",
                        "ulimits.name*",
                        "ulimits.softLimit*",
                        "ulimits.hardLimit*",
                        "linuxParameters.capabilities",
                        "linuxParameters.devices.hostPath*",
                        "linuxParameters.devices.containerPath",
                        "linuxParameters.devices.permissions",
                        "linuxParameters.initProcessEnabled",
                        "linuxParameters.sharedMemorySize",
                        "linuxParameters.tmpfs.containerPath*",
                        "linuxParameters.tmpfs.size*",
                        "linuxParameters.tmpfs.mountOptions",
                        "linuxParameters.maxSwap",
                        "linuxParameters.swappiness",
                        "logConfiguration.logDriver*",
                        "logConfiguration.options",
                        "versionConsistency");
    }

    /**
     * Checks the whole definition.
     *
     * @throws ApiException that names the error
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
        volumes.check();
        checkContainers();
        new DependencyRules(request.containerDefinitions(), networkMode).check();
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
        var required = request.requiresCompatibilitiesAsStrings();
        for (var compatibility : required) {
            refuseUnless(
                    List.of("EC2", "FARGATE", "EXTERNAL").contains(compatibility),
                    "requiresCompatibilities can contain EC2, EXTERNAL and FARGATE.");
        }
        refuseUnless(
                required.isEmpty() || required.contains("EC2") || required.contains("EXTERNAL"),
                "requiresCompatibilities must contain EC2 or EXTERNAL: tasks run on container"
                        + " instances, and FARGATE alone is not supported.");
        var platform = request.runtimePlatform();
        if (platform != null) {
            refuseUnless(
                    Requests.orElse(platform.operatingSystemFamilyAsString(), "LINUX")
                            .equals("LINUX"),
                    "runtimePlatform.operatingSystemFamily must be LINUX: Windows containers"
                            + " are not supported.");
            refuseUnless(
                    List.of("X86_64", "ARM64")
                            .contains(
                                    Requests.orElse(platform.cpuArchitectureAsString(), "X86_64")),
                    "runtimePlatform.cpuArchitecture must be X86_64 or ARM64.");
        }
    }

    private void checkNamespaces() {
        refuseUnless(
                List.of("", "host", "task")
                        .contains(Requests.orElse(request.pidModeAsString(), "")),
                "pidMode must be host or task.");
        refuseUnless(
                List.of("", "host", "task", "none")
                        .contains(Requests.orElse(request.ipcModeAsString(), "")),
                "ipcMode must be host, task or none.");
    }

    private void checkContainers() {
        var containers = request.containerDefinitions();
        refuseUnless(!containers.isEmpty(), "Container list cannot be empty.");
        refuseUnless(
                containers.size() <= MOST_CONTAINERS,
                "A task definition can have at most %d containers.",
                MOST_CONTAINERS);
        refuseUnless(
                containers.stream().anyMatch(c -> Requests.orElse(c.essential(), true)),
                "At least one container must be essential.");
        var limits = TaskLimits.of(request.cpu(), request.memory());
        var names = new HashSet<String>();
        containers.forEach(container -> checkNames(container, names));
        for (var container : containers) {
            checkResources(container, limits);
            new ContainerPorts(container, networkMode, hostPorts).check();
            ProcessRules.check(container, networkMode);
            HealthCheckRules.check(container);
            volumes.checkMounts(container, names);
            new LinuxRules(container, networkMode, request.ipcModeAsString()).check();
            LogRules.check(container);
        }
        limits.check(containers);
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
        refuseUnless(names.add(name), "The container name '%s' occurs more than once.", name);
        var image = container.image();
        refuseUnless(
                image != null && !image.isBlank(), "Container.image should not be null or empty.");
        refuseUnless(
                image.split("@")[0].length() <= 255,
                "Container '%s': image can have up to 255 characters before @.",
                name);
        refuseUnless(
                image.length() <= 512 && IMAGE.matcher(image).matches(),
                "Container.image contains invalid characters.");
    }

    private static void checkResources(ContainerDefinition container, TaskLimits limits) {
        var name = container.name();
        var cpu = Requests.orElse(container.cpu(), 0);
        refuseUnless(
                cpu >= 0 && cpu <= MOST_CPU,
                "Container '%s': cpu must be between 0 and %d units.",
                name,
                MOST_CPU);
        refuseUnless(
                limits.memory() != null
                        || container.memory() != null
                        || container.memoryReservation() != null,
                "Invalid setting for container '%s'. At least one of 'memory' or"
                        + " 'memoryReservation' must be specified.",
                name);
        ContainerMemory.check(name, container.memory(), container.memoryReservation());
    }

    /** The values are inserted into the message as in {@link String#formatted}. */
    static void refuseUnless(boolean holds, String sentence, Object... values) {
        if (!holds) {
            throw ApiException.client(sentence.formatted(values));
        }
    }
}
