package dev.berth.ecs.task;

import dev.berth.actors.launch.LaunchRequest;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.domain.taskdefinition.TaskDefinition.Registered;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.ecs.tag.TagModel;
import dev.berth.ecs.taskdefinition.RequiredAttributes;
import dev.berth.ecs.taskdefinition.TaskDefinitionDocument;
import dev.berth.ecs.taskdefinition.TaskDefinitionOperations;
import dev.berth.wire.ApiException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionPlacementConstraint;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

/** Converts a call of RunTask or StartTask to a launch request. */
final class TaskTemplates {
    private static final int MOST_STARTED_BY = 128;
    private static final int MOST_GROUP = 255;
    private static final Set<PropagateTags> PROPAGATED =
            EnumSet.of(PropagateTags.TASK_DEFINITION, PropagateTags.NONE);

    private final ControlPlaneCalls calls;

    TaskTemplates(ControlPlaneCalls calls) {
        this.calls = calls;
    }

    /**
     * The parameters that RunTask and StartTask share.
     *
     * @param launchType null if the call has none
     * @param placing the placement, given the constraints of the task definition
     */
    record Wanted(
            String taskDefinition,
            String group,
            String startedBy,
            String launchType,
            TaskOverride overrides,
            Tagging tagging,
            Function<List<TaskDefinitionPlacementConstraint>, Placing> placing) {

        /** Checks everything that does not depend on the task definition. */
        void check() {
            Requests.refuseUnless(
                    said(startedBy).length() <= MOST_STARTED_BY,
                    "startedBy can have up to %d characters.".formatted(MOST_STARTED_BY));
            Requests.refuseUnless(
                    said(group).length() <= MOST_GROUP,
                    "group can have up to %d characters.".formatted(MOST_GROUP));
            Requests.refuseUnless(
                    !said(group).startsWith("service:"),
                    "Groups that begin with service: are reserved for services.");
            Requests.refuseUnless(
                    launchType == null || List.of("EC2", "EXTERNAL").contains(launchType),
                    "launchType must be EC2 or EXTERNAL: tasks run on container instances here.");
            tagging.check();
        }
    }

    /**
     * The tags of new tasks.
     *
     * @param propagated null if the call has none
     * @param managed whether the tags that ECS manages are added
     */
    record Tagging(List<Tag> tags, PropagateTags propagated, boolean managed) {
        private void check() {
            Requests.refuseUnless(
                    propagated == null || PROPAGATED.contains(propagated),
                    "propagateTags must be TASK_DEFINITION or NONE: SERVICE is for services.");
        }
    }

    /**
     * @param requestId identifies the call in explanations of its placement
     * @throws ApiException if the task definition is not there, not ACTIVE or not for this
     */
    LaunchRequest of(Wanted wanted, String cluster, int count, String requestId) {
        var registered = definition(wanted);
        var definition = TaskDefinitionDocument.read(registered.document()).build();
        var launchType = launchType(wanted, definition);
        var overrides = Overrides.of(wanted.overrides(), definition.containerDefinitions());
        var containers =
                definition.containerDefinitions().stream().map(overrides::container).toList();
        var limits = overrides.limits(definition);
        limits.checkSpecs(containers);
        var group = said(wanted.group());
        var startedBy = said(wanted.startedBy());
        var template =
                new TaskSpec(
                        cluster,
                        null,
                        null,
                        registered.family(),
                        registered.revision(),
                        group.isEmpty() ? "family:" + registered.family() : group,
                        startedBy.isEmpty() ? null : startedBy,
                        launchType,
                        overrides.json(),
                        Requests.orElse(
                                limits.cpu(),
                                containers.stream().mapToInt(ContainerSpec::cpu).sum()),
                        Requests.orElse(
                                limits.memory(),
                                containers.stream().mapToInt(TaskTemplates::charged).sum()),
                        containers);
        return new LaunchRequest(
                template,
                count,
                registered.shape().fixedPorts(),
                RequiredAttributes.of(registered.shape().requiredAttributes(), limits),
                null,
                TagModel.ofTask(
                        wanted.tagging().tags(),
                        wanted.tagging().propagated(),
                        wanted.tagging().managed(),
                        registered.tags(),
                        cluster),
                wanted.placing().apply(definition.placementConstraints()),
                requestId);
    }

    private Registered definition(Wanted wanted) {
        var account = calls.plane().account();
        var named = calls.arns().taskDefinition(wanted.taskDefinition());
        var found =
                TaskDefinitionOperations.find(account, named)
                        .orElseThrow(TaskDefinitionOperations::unknown);
        if (!TaskDefinitionOperations.isActive(account, found)) {
            throw ApiException.client("TaskDefinition is inactive");
        }
        return found;
    }

    private static String launchType(Wanted wanted, TaskDefinition definition) {
        var launchType = Requests.orElse(wanted.launchType(), "EC2");
        var required = definition.requiresCompatibilitiesAsStrings();
        Requests.refuseUnless(
                wanted.launchType() == null || required.isEmpty() || required.contains(launchType),
                "Task definition does not support launch_type %s.".formatted(launchType));
        return launchType;
    }

    /** The soft limit if there is one, as in ECS. */
    private static int charged(ContainerSpec container) {
        return container.memoryReservation() > 0
                ? container.memoryReservation()
                : container.memory();
    }

    private static String said(String text) {
        return Requests.orElse(text, "");
    }
}
