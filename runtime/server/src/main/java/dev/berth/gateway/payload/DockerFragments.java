package dev.berth.gateway.payload;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.ecs.taskdefinition.HealthCheckRules;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * The two fragments of Docker's Engine API in a payload, for settings that have no member of their
 * own (agent protocol, section 3.3).
 */
final class DockerFragments {
    private static final long MIB = 1024L * 1024;
    private static final long SECOND = 1_000_000_000L;

    private final TaskDefinition task;
    private final ContainerDefinition definition;
    private final ContainerSpec spec;
    private final TaskSpec taskSpec;

    /**
     * @param spec the container's limits after overrides
     */
    DockerFragments(
            TaskDefinition task,
            ContainerDefinition definition,
            ContainerSpec spec,
            TaskSpec taskSpec) {
        this.task = task;
        this.definition = definition;
        this.spec = spec;
        this.taskSpec = taskSpec;
    }

    /** Docker's {@code Config}. */
    ObjectNode config() {
        var config = object();
        put(config, "User", definition.user());
        put(config, "WorkingDir", definition.workingDirectory());
        put(config, "Hostname", definition.hostname());
        if (definition.hasDockerLabels()) {
            put(config, "Labels", definition.dockerLabels());
        }
        putTrue(config, "OpenStdin", definition.interactive());
        putTrue(config, "Tty", definition.pseudoTerminal());
        putTrue(config, "NetworkDisabled", definition.disableNetworking());
        if (definition.healthCheck() != null) {
            config.set("Healthcheck", healthCheck(definition.healthCheck()));
        }
        return config;
    }

    /** Durations are nanoseconds. */
    private static ObjectNode healthCheck(HealthCheck check) {
        var healthCheck = object();
        put(healthCheck, "Test", HealthCheckRules.dockerTest(check));
        healthCheck.put("Interval", check.interval() * SECOND);
        healthCheck.put("Timeout", check.timeout() * SECOND);
        healthCheck.put("Retries", check.retries());
        if (check.startPeriod() != null) {
            healthCheck.put("StartPeriod", check.startPeriod() * SECOND);
        }
        return healthCheck;
    }

    /** Docker's {@code HostConfig}. */
    ObjectNode hostConfig(String networkMode) {
        var host = object().put("NetworkMode", networkMode);
        putHosts(host, "PidMode", task.pidModeAsString());
        putHosts(host, "IpcMode", task.ipcModeAsString());
        if (spec.memoryReservation() > 0) {
            host.put("MemoryReservation", spec.memoryReservation() * MIB);
        }
        if (definition.logConfiguration() != null) {
            logConfig(host.putObject("LogConfig"), definition.logConfiguration());
        }
        putTrue(host, "Privileged", definition.privileged());
        putTrue(host, "ReadonlyRootfs", definition.readonlyRootFilesystem());
        put(host, "Dns", definition.dnsServers());
        put(host, "DnsSearch", definition.dnsSearchDomains());
        put(
                host,
                "ExtraHosts",
                definition.extraHosts().stream()
                        .map(extra -> extra.hostname() + ":" + extra.ipAddress())
                        .toList());
        put(
                host,
                "SecurityOpt",
                definition.dockerSecurityOptions().stream()
                        .map(option -> option.replaceFirst(":", "="))
                        .toList());
        for (var control : definition.systemControls()) {
            host.withObject("/Sysctls").put(control.namespace(), control.value());
        }
        for (var limit : definition.ulimits()) {
            host.withArray("Ulimits")
                    .addObject()
                    .put("Name", limit.nameAsString())
                    .put("Soft", limit.softLimit())
                    .put("Hard", limit.hardLimit());
        }
        if (definition.linuxParameters() != null) {
            linux(host, definition.linuxParameters());
        }
        return host;
    }

    /** Namespaces that the containers of a task share are created by the agent. */
    private static void putHosts(ObjectNode host, String name, String mode) {
        if (!"task".equals(mode)) {
            put(host, name, mode);
        }
    }

    private void linux(ObjectNode host, LinuxParameters linux) {
        if (linux.capabilities() != null) {
            put(host, "CapAdd", linux.capabilities().add());
            put(host, "CapDrop", linux.capabilities().drop());
        }
        for (var device : linux.devices()) {
            host.withArray("Devices")
                    .addObject()
                    .put("PathOnHost", device.hostPath())
                    .put(
                            "PathInContainer",
                            device.containerPath() == null
                                    ? device.hostPath()
                                    : device.containerPath())
                    .put("CgroupPermissions", permissions(device.permissionsAsStrings()));
        }
        putTrue(host, "Init", linux.initProcessEnabled());
        if (linux.sharedMemorySize() != null) {
            host.put("ShmSize", linux.sharedMemorySize() * MIB);
        }
        for (var tmpfs : linux.tmpfs()) {
            var options = new ArrayList<>(tmpfs.mountOptions());
            options.add("size=" + tmpfs.size() + "m");
            host.withObject("/Tmpfs").put(tmpfs.containerPath(), String.join(",", options));
        }
        swap(host, linux);
    }

    /** Docker counts memory and swap together. Without maxSwap ECS ignores swappiness. */
    private void swap(ObjectNode host, LinuxParameters linux) {
        if (linux.maxSwap() == null || spec.memory() == 0) {
            return;
        }
        host.put("MemorySwap", (spec.memory() + (long) linux.maxSwap()) * MIB);
        if (linux.swappiness() != null) {
            host.put("MemorySwappiness", linux.swappiness());
        }
    }

    private static String permissions(List<String> permissions) {
        return permissions.isEmpty()
                ? "rwm"
                : permissions.stream().map(p -> p.substring(0, 1)).collect(Collectors.joining());
    }

    private void logConfig(ObjectNode logConfig, LogConfiguration log) {
        var options = new LinkedHashMap<>(log.hasOptions() ? log.options() : Map.of());
        var prefix = options.remove("awslogs-stream-prefix");
        if (prefix != null) {
            // Docker has no stream prefix. In ECS each container has its own stream.
            options.put(
                    "awslogs-stream", prefix + "/" + definition.name() + "/" + taskSpec.taskId());
        }
        logConfig.put("Type", log.logDriverAsString());
        put(logConfig, "Config", options);
    }

    private static void put(ObjectNode into, String name, String value) {
        if (value != null && !value.isEmpty()) {
            into.put(name, value);
        }
    }

    private static void putTrue(ObjectNode into, String name, Boolean value) {
        if (Boolean.TRUE.equals(value)) {
            into.put(name, true);
        }
    }

    private static void put(ObjectNode into, String name, List<String> values) {
        if (!values.isEmpty()) {
            var array = into.putArray(name);
            values.forEach(array::add);
        }
    }

    private static void put(ObjectNode into, String name, Map<String, String> values) {
        var object = into.putObject(name);
        values.forEach(object::put);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
