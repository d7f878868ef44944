package dev.berth.cli.ecs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import dev.berth.protocol.client.AwsException;
import dev.berth.protocol.json.AwsJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

/**
 * Gives containers of a service other images: registers a revision of its task definition with them
 * and updates the service to it, unless the service has changed since it was read.
 */
public record ImageUpdate(EcsApi ecs, Service service) {
    private static final String CONTAINERS = "containerDefinitions";

    /** What a description has beyond a registration. */
    private static final List<String> ANSWERED =
            List.of(
                    "taskDefinitionArn",
                    "revision",
                    "status",
                    "requiresAttributes",
                    "compatibilities",
                    "registeredAt",
                    "deregisteredAt",
                    "registeredBy");

    /**
     * @param images by the names of the containers
     * @return the updated service
     * @throws CliException if a container is unknown, nothing would change, or the service was
     *     changed meanwhile; the revision that was registered is then deregistered
     */
    public Service to(Map<String, String> images)
            throws AwsException, IOException, InterruptedException {
        var described =
                ecs.call(
                                "DescribeTaskDefinition",
                                DescribeTaskDefinitionRequest.builder()
                                        .taskDefinition(service.taskDefinition())
                                        .include(TaskDefinitionField.TAGS),
                                DescribeTaskDefinitionResponse.builder())
                        .build();
        var request = registration(AwsJson.tree(described.taskDefinition()), images);
        if (!described.tags().isEmpty()) {
            request.set("tags", AwsJson.tree(described).path("tags"));
        }
        var revision =
                ecs.call(
                                "RegisterTaskDefinition",
                                request,
                                RegisterTaskDefinitionResponse.builder())
                        .build()
                        .taskDefinition()
                        .taskDefinitionArn();
        try {
            return update(revision);
        } catch (AwsException refusal) {
            ecs.call(
                    "DeregisterTaskDefinition",
                    DeregisterTaskDefinitionRequest.builder().taskDefinition(revision),
                    DeregisterTaskDefinitionResponse.builder());
            if (refusal.code().equals("ConflictException")) {
                throw new CliException(
                        ExitCode.REFUSED,
                        "Service %s was changed at the same time. Nothing was deployed; repeat the command."
                                .formatted(service.serviceName()));
            }
            throw refusal;
        }
    }

    private Service update(String revision) throws AwsException, IOException, InterruptedException {
        var request =
                AwsJson.tree(
                        UpdateServiceRequest.builder()
                                .cluster(service.clusterArn())
                                .service(service.serviceName())
                                .taskDefinition(revision));
        service.currentServiceRevisions().stream()
                .findFirst()
                .ifPresent(
                        read -> request.putObject("berth").put("readServiceRevision", read.arn()));
        return ecs.call("UpdateService", request, UpdateServiceResponse.builder())
                .build()
                .service();
    }

    /** A request that registers what was described, with other images. */
    static ObjectNode registration(ObjectNode described, Map<String, String> images) {
        var request = described.deepCopy().remove(ANSWERED);
        var unknown = new TreeSet<>(images.keySet());
        var changes = false;
        for (var container : request.path(CONTAINERS)) {
            var name = container.path("name").asText();
            unknown.remove(name);
            if (images.containsKey(name)
                    && !images.get(name).equals(container.path("image").asText())) {
                ((ObjectNode) container).put("image", images.get(name));
                changes = true;
            }
        }
        if (!unknown.isEmpty()) {
            throw new CliException(
                    ExitCode.USAGE,
                    "%s has no container %s. Its containers: %s."
                            .formatted(
                                    described.path("family").asText(),
                                    String.join(", ", unknown),
                                    String.join(
                                            ", ",
                                            request.path(CONTAINERS).findValuesAsText("name"))));
        }
        if (!changes) {
            throw new CliException(
                    ExitCode.USAGE,
                    "The service has these images already. To start its tasks anew: berth service restart");
        }
        return request;
    }
}
