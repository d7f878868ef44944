package dev.berth.ecs.taskdefinition;

import dev.berth.domain.taskdefinition.NetworkMode;
import dev.berth.domain.taskdefinition.TaskShape;
import dev.berth.ecs.Requests;
import dev.berth.protocol.json.AwsJson;
import dev.berth.protocol.model.MalformedDocumentException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * A registered task definition in its two forms: the document, which is the request with ECS's
 * defaults filled in, and the shape, which is what the rules interpret of it.
 */
public record TaskDefinitionDocument(String json, TaskShape shape) {
    private static final int MOST_BYTES = 64 << 10;

    /**
     * Of a request that {@link TaskDefinitionRules} has let pass.
     *
     * @throws ApiException ClientException where it is too long
     */
    static TaskDefinitionDocument of(RegisterTaskDefinitionRequest request) {
        var networkMode = Requests.orElse(request.networkModeAsString(), "bridge");
        var limits = TaskLimits.of(request.cpu(), request.memory());
        var containers =
                request.containerDefinitions().stream()
                        .map(container -> complete(container, networkMode))
                        .toList();
        var complete =
                request.toBuilder()
                        .containerDefinitions(containers)
                        .volumes(VolumeRules.complete(request.volumes()))
                        .cpu(TaskLimits.text(limits.cpu()))
                        .memory(TaskLimits.text(limits.memory()))
                        .placementConstraints(List.copyOf(request.placementConstraints()))
                        .build();
        var json = AwsJson.write(complete);
        TaskDefinitionRules.refuseUnless(
                json.length <= MOST_BYTES,
                "A task definition can have up to 64 KiB, and this one has %d bytes.",
                json.length);
        return new TaskDefinitionDocument(
                new String(json, StandardCharsets.UTF_8), shape(complete, networkMode));
    }

    private static ContainerDefinition complete(ContainerDefinition container, String networkMode) {
        return container.toBuilder()
                .cpu(Requests.orElse(container.cpu(), 0))
                .essential(Requests.orElse(container.essential(), true))
                .portMappings(ContainerPorts.complete(container.portMappings(), networkMode))
                .environment(Environment.complete(container.environment()))
                .mountPoints(List.copyOf(container.mountPoints()))
                .volumesFrom(List.copyOf(container.volumesFrom()))
                .systemControls(List.copyOf(container.systemControls()))
                .healthCheck(HealthCheckRules.complete(container.healthCheck()))
                .restartPolicy(ProcessRules.complete(container.restartPolicy()))
                .build();
    }

    private static TaskShape shape(RegisterTaskDefinitionRequest complete, String networkMode) {
        return new TaskShape(
                NetworkMode.valueOf(networkMode.toUpperCase(Locale.ROOT)),
                complete.containerDefinitions().stream()
                        .map(TaskDefinitionDocument::shape)
                        .toList(),
                RequiredAttributes.of(complete));
    }

    private static TaskShape.ContainerShape shape(ContainerDefinition container) {
        return new TaskShape.ContainerShape(
                container.name(),
                container.essential(),
                container.cpu(),
                Requests.orElse(container.memory(), 0),
                Requests.orElse(container.memoryReservation(), 0),
                ContainerPorts.fixed(container.portMappings()));
    }

    /** A document from the journal, in the SDK's model. */
    public static TaskDefinition.Builder read(String json) {
        try {
            var tree = AwsJson.parse(json.getBytes(StandardCharsets.UTF_8));
            return AwsJson.decode(tree, TaskDefinition.builder());
        } catch (MalformedDocumentException reason) {
            throw new IllegalStateException("a registered task definition cannot be read", reason);
        }
    }
}
