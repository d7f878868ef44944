package dev.berth.ecs.service;

import dev.berth.domain.taskdefinition.TaskDefinition.Registered;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.ecs.taskdefinition.TaskDefinitionDocument;
import dev.berth.ecs.taskdefinition.TaskDefinitionOperations;
import dev.berth.wire.ApiException;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** The task definition that a service is to run. */
record ServiceDefinition(Registered registered, TaskDefinition document) {

    /**
     * The definition that a request names: a revision, or the newest ACTIVE one of a family.
     *
     * @throws ApiException ClientException where it is not there, or not ACTIVE
     */
    static ServiceDefinition active(ControlPlaneCalls calls, String given) {
        var account = calls.plane().account();
        var named = calls.arns().taskDefinition(given);
        var found =
                TaskDefinitionOperations.find(account, named)
                        .orElseThrow(() -> ApiException.client("TaskDefinition not found."));
        if (!TaskDefinitionOperations.isActive(account, found)) {
            throw ApiException.client("TaskDefinition is inactive");
        }
        return new ServiceDefinition(found, TaskDefinitionDocument.read(found.document()).build());
    }

    /** Refuses a launch type that the definition rules out. */
    ServiceDefinition on(String launchType) {
        var compatible = document.requiresCompatibilitiesAsStrings();
        Requests.refuseUnless(
                compatible.isEmpty() || compatible.contains(launchType),
                "Task definition does not support launch_type %s.".formatted(launchType));
        return this;
    }
}
