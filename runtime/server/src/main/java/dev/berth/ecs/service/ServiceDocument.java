package dev.berth.ecs.service;

import dev.berth.protocol.json.AwsJson;
import dev.berth.protocol.model.MalformedDocumentException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentAlarms;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;

/**
 * What is shown of a service exactly as it was given: the part of its settings that the rules do
 * not interpret. In the journal it is the JSON of a CreateService request with these members.
 *
 * @param alarms null where none were given
 */
record ServiceDocument(
        List<PlacementStrategy> strategies,
        List<PlacementConstraint> constraints,
        DeploymentAlarms alarms) {

    static ServiceDocument read(String json) {
        try {
            var tree = AwsJson.parse(json.getBytes(StandardCharsets.UTF_8));
            var request = AwsJson.decode(tree, CreateServiceRequest.builder()).build();
            return new ServiceDocument(
                    List.copyOf(request.placementStrategy()),
                    List.copyOf(request.placementConstraints()),
                    request.deploymentConfiguration() == null
                            ? null
                            : request.deploymentConfiguration().alarms());
        } catch (MalformedDocumentException reason) {
            throw new IllegalStateException("the settings of a service are unreadable", reason);
        }
    }

    String json() {
        var request = CreateServiceRequest.builder();
        if (!strategies.isEmpty()) {
            request.placementStrategy(strategies);
        }
        if (!constraints.isEmpty()) {
            request.placementConstraints(constraints);
        }
        if (alarms != null) {
            request.deploymentConfiguration(d -> d.alarms(alarms));
        }
        return new String(AwsJson.write(request.build()), StandardCharsets.UTF_8);
    }
}
