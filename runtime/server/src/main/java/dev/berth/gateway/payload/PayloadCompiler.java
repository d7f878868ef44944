package dev.berth.gateway.payload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.domain.taskdefinition.TaskDefinition;
import dev.berth.ecs.Arns;
import dev.berth.ecs.taskdefinition.HealthCheckRules;
import dev.berth.ecs.taskdefinition.TaskLimits;
import dev.berth.protocol.agent.payload.PayloadContainer;
import dev.berth.protocol.agent.payload.PayloadDependency;
import dev.berth.protocol.agent.payload.PayloadDockerConfig;
import dev.berth.protocol.agent.payload.PayloadMountPoint;
import dev.berth.protocol.agent.payload.PayloadPortMapping;
import dev.berth.protocol.agent.payload.PayloadRestartPolicy;
import dev.berth.protocol.agent.payload.PayloadTask;
import dev.berth.protocol.agent.payload.PayloadVolume;
import dev.berth.protocol.agent.payload.PayloadVolumeFrom;
import dev.berth.protocol.json.AwsJson;
import dev.berth.protocol.model.MalformedDocumentException;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.ContainerRestartPolicy;
import software.amazon.awssdk.services.ecs.model.MountPoint;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.TaskOverride;
import software.amazon.awssdk.services.ecs.model.VersionConsistency;
import software.amazon.awssdk.services.ecs.model.Volume;

/**
 * Builds the payload of a task from the document of its task definition and its overrides (agent
 * protocol, section 3). Overrides are merged here, because Amazon's agent supports {@code command}
 * only. Settings without a member of their own are put into fragments of Docker's Engine API.
 */
public final class PayloadCompiler {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The lowest Docker API that the fragments need. */
    private static final String DOCKER_API = "1.29";

    private static final double UNITS_OF_A_VCPU = 1024;

    private final Arns arns;

    public PayloadCompiler(Arns arns) {
        this.arns = arns;
    }

    /**
     * The payload that runs a task.
     *
     * @param digests of its images, by container name, where they are resolved
     */
    public PayloadTask compile(
            TaskDefinition.Registered definition, Task.Launched task, Map<String, String> digests) {
        var spec = task.spec();
        var document =
                read(
                                definition.document(),
                                software.amazon.awssdk.services.ecs.model.TaskDefinition.builder())
                        .build();
        var overrides =
                spec.overrides() == null
                        ? TaskOverride.builder().build()
                        : read(spec.overrides(), TaskOverride.builder()).build();
        var networkMode = definition.shape().networkMode().wireName();
        var containers =
                document.containerDefinitions().stream()
                        .map(
                                container -> {
                                    var own = spec.container(container.name()).orElseThrow();
                                    return container(
                                            container,
                                            image(container, digests),
                                            override(overrides, container.name()),
                                            own,
                                            docker(document, container, own, spec, networkMode));
                                })
                        .toList();
        var limits =
                TaskLimits.of(overrides.cpu(), overrides.memory())
                        .or(TaskLimits.of(document.cpu(), document.memory()));
        return new PayloadTask(
                arns.task(spec.cluster(), spec.taskId()),
                "RUNNING",
                spec.family(),
                Integer.toString(spec.revision()),
                arns.cluster(spec.cluster()),
                spec.launchType(),
                networkMode,
                null,
                spec.group(),
                limits.cpu() == null ? null : limits.cpu() / UNITS_OF_A_VCPU,
                limits.memory(),
                document.pidModeAsString(),
                document.ipcModeAsString(),
                containers,
                document.volumes().stream().map(PayloadCompiler::volume).toList());
    }

    private static PayloadContainer container(
            ContainerDefinition definition,
            String image,
            ContainerOverride override,
            ContainerSpec spec,
            PayloadDockerConfig docker) {
        return new PayloadContainer(
                definition.name(),
                image,
                spec.essential(),
                override.hasCommand() ? override.command() : definition.command(),
                definition.entryPoint(),
                environment(definition, override),
                spec.cpu(),
                spec.memory(),
                definition.portMappings().stream().map(PayloadCompiler::portMapping).toList(),
                definition.mountPoints().stream().map(PayloadCompiler::mountPoint).toList(),
                definition.volumesFrom().stream()
                        .map(
                                from ->
                                        new PayloadVolumeFrom(
                                                from.sourceContainer(),
                                                Boolean.TRUE.equals(from.readOnly())))
                        .toList(),
                definition.links(),
                definition.dependsOn().stream()
                        .map(
                                each ->
                                        new PayloadDependency(
                                                each.containerName(), each.conditionAsString()))
                        .toList(),
                definition.startTimeout(),
                definition.stopTimeout(),
                HealthCheckRules.isOn(definition.healthCheck()) ? "docker" : null,
                restartPolicy(definition.restartPolicy()),
                "{}",
                docker);
    }

    private static String image(ContainerDefinition definition, Map<String, String> digests) {
        return definition.versionConsistency() == VersionConsistency.DISABLED
                ? definition.image()
                : DeploymentImages.pinned(definition.image(), digests.get(definition.name()));
    }

    private static PayloadDockerConfig docker(
            software.amazon.awssdk.services.ecs.model.TaskDefinition document,
            ContainerDefinition definition,
            ContainerSpec container,
            TaskSpec spec,
            String networkMode) {
        var fragments = new DockerFragments(document, definition, container, spec);
        return new PayloadDockerConfig(
                fragments.config().toString(),
                fragments.hostConfig(networkMode).toString(),
                DOCKER_API);
    }

    private static ContainerOverride override(TaskOverride overrides, String container) {
        return overrides.containerOverrides().stream()
                .filter(override -> container.equals(override.name()))
                .findFirst()
                .orElseGet(() -> ContainerOverride.builder().build());
    }

    private static Map<String, String> environment(
            ContainerDefinition definition, ContainerOverride override) {
        var environment = new LinkedHashMap<String, String>();
        definition.environment().forEach(pair -> environment.put(pair.name(), pair.value()));
        override.environment().forEach(pair -> environment.put(pair.name(), pair.value()));
        return environment;
    }

    private static PayloadRestartPolicy restartPolicy(ContainerRestartPolicy policy) {
        return policy == null
                ? null
                : new PayloadRestartPolicy(
                        policy.enabled(), policy.ignoredExitCodes(), policy.restartAttemptPeriod());
    }

    private static PayloadPortMapping portMapping(PortMapping mapping) {
        if (mapping.containerPortRange() != null) {
            return PayloadPortMapping.range(
                    mapping.containerPortRange(), mapping.protocolAsString());
        }
        return new PayloadPortMapping(
                mapping.containerPort(),
                mapping.hostPort() == null ? 0 : mapping.hostPort(),
                mapping.protocol() == null ? "tcp" : mapping.protocolAsString());
    }

    private static PayloadMountPoint mountPoint(MountPoint mountPoint) {
        return new PayloadMountPoint(
                mountPoint.sourceVolume(),
                mountPoint.containerPath(),
                Boolean.TRUE.equals(mountPoint.readOnly()));
    }

    private static PayloadVolume volume(Volume volume) {
        var docker = volume.dockerVolumeConfiguration();
        if (docker != null) {
            return new PayloadVolume(
                    volume.name(),
                    "docker",
                    null,
                    new PayloadVolume.DockerVolume(
                            docker.scopeAsString(),
                            Boolean.TRUE.equals(docker.autoprovision()),
                            docker.driver(),
                            docker.driverOpts(),
                            docker.labels()));
        }
        var path = volume.host() == null ? null : volume.host().sourcePath();
        return new PayloadVolume(volume.name(), "host", new PayloadVolume.Host(path));
    }

    /** Documents in the journal were validated when they were registered. */
    private static <B extends SdkPojo> B read(String json, B builder) {
        try {
            return AwsJson.decode(JSON.readTree(json), builder);
        } catch (JsonProcessingException | MalformedDocumentException e) {
            throw new IllegalStateException("A task definition in the journal cannot be read", e);
        }
    }

    /** The payload that stops a task; it contains little more than the ARN. */
    public PayloadTask stop(Task.Launched task) {
        return PayloadTask.stop(arns.task(task.spec().cluster(), task.spec().taskId()));
    }
}
