package dev.berth.ecs.taskdefinition;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Volume;

/**
 * The attributes that an instance must have for the tasks of a definition: {@code name}, or {@code
 * name=value} if the value must match. Roles require nothing, because their credentials are not
 * issued yet.
 */
public final class RequiredAttributes {
    private static final String OLD = "com.amazonaws.ecs.capability.";
    private static final String NEW = "ecs.capability.";

    /** Above this number of CPU units, the agent must support larger limits. */
    private static final int GREAT_CPU = 10_240;

    private final Set<String> found = new TreeSet<>();

    private RequiredAttributes() {}

    /** The attributes for a definition with its default values. */
    public static Set<String> of(RegisterTaskDefinitionRequest complete) {
        var required = new RequiredAttributes();
        required.task(complete);
        complete.volumes().forEach(required::volume);
        complete.containerDefinitions().forEach(required::container);
        return required.found;
    }

    /** The attributes for a task, with its limits after overrides. */
    public static Set<String> of(Set<String> definition, TaskLimits limits) {
        var required = new RequiredAttributes();
        required.found.addAll(definition);
        required.limits(limits);
        return required.found;
    }

    private void limits(TaskLimits limits) {
        requireIf(limits.cpu() != null || limits.memory() != null, NEW + "task-cpu-mem-limit");
        requireIf(
                limits.cpu() != null && limits.cpu() > GREAT_CPU, NEW + "increased-task-cpu-limit");
    }

    private void task(RegisterTaskDefinitionRequest task) {
        limits(TaskLimits.of(task.cpu(), task.memory()));
        requireIf(
                "task".equals(task.pidModeAsString()) || "task".equals(task.ipcModeAsString()),
                NEW + "pid-ipc-namespace-sharing");
        var platform = task.runtimePlatform();
        if (platform != null && platform.cpuArchitecture() != null) {
            found.add(
                    "ecs.cpu-architecture="
                            + platform.cpuArchitectureAsString().toLowerCase(Locale.ROOT));
        }
        if (platform != null && platform.operatingSystemFamily() != null) {
            found.add(
                    "ecs.os-type="
                            + platform.operatingSystemFamilyAsString().toLowerCase(Locale.ROOT));
        }
    }

    private void volume(Volume volume) {
        var docker = volume.dockerVolumeConfiguration();
        if (docker != null) {
            docker(25);
            found.add(NEW + "docker-plugin." + docker.driver());
        }
    }

    private void container(ContainerDefinition container) {
        requireIf(Boolean.TRUE.equals(container.privileged()), OLD + "privileged-container");
        requireIf(!container.dependsOn().isEmpty(), NEW + "container-ordering");
        requireIf(
                container.restartPolicy() != null && container.restartPolicy().enabled(),
                NEW + "container-restart-policy");
        requireIf(
                container.portMappings().stream()
                        .anyMatch(mapping -> mapping.containerPortRange() != null),
                NEW + "network.container-port-range");
        if (container.healthCheck() != null) {
            found.add(NEW + "container-health-check");
            docker(container.healthCheck().startPeriod() == null ? 24 : 29);
        }
        if (container.logConfiguration() != null) {
            docker(18);
            found.add(OLD + "logging-driver." + container.logConfiguration().logDriverAsString());
        }
        if (!container.dockerLabels().isEmpty() || !container.ulimits().isEmpty()) {
            docker(18);
        }
        if (container.memoryReservation() != null) {
            docker(21);
        }
        if (!container.systemControls().isEmpty()) {
            docker(24);
        }
        security(container.dockerSecurityOptions());
        if (container.linuxParameters() != null) {
            linux(container.linuxParameters());
        }
    }

    private void security(List<String> options) {
        requireIf(options.stream().anyMatch(o -> o.startsWith("apparmor:")), OLD + "apparmor");
        requireIf(options.stream().anyMatch(o -> o.startsWith("label:")), OLD + "selinux");
    }

    private void linux(LinuxParameters linux) {
        if (!linux.devices().isEmpty()
                || !linux.tmpfs().isEmpty()
                || linux.sharedMemorySize() != null) {
            docker(22);
        }
        if (Boolean.TRUE.equals(linux.initProcessEnabled())) {
            docker(25);
        }
    }

    /**
     * The version 1.{@code minor} of Docker's Engine API; an agent lists each version that it
     * supports.
     */
    private void docker(int minor) {
        found.add(OLD + "docker-remote-api.1." + minor);
    }

    private void requireIf(boolean needed, String attribute) {
        if (needed) {
            found.add(attribute);
        }
    }
}
