package dev.berth.ecs.tag;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.tag.TagChange;
import dev.berth.domain.tag.Tags;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.taskdefinition.TaskDefinitionCommand;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.ecs.Taggable;
import dev.berth.wire.ApiException;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.ecs.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.TagResourceResponse;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UntagResourceResponse;

/**
 * TagResource, UntagResource, ListTagsForResource. Tags are stored in the aggregate of their
 * resource.
 */
public final class TagOperations {
    private final ControlPlaneCalls calls;

    public TagOperations(ControlPlaneCalls calls) {
        this.calls = calls;
    }

    public List<Operation<?, ?>> all() {
        return List.of(
                new Operation<>(
                        "TagResource",
                        TagResourceRequest::builder,
                        Members.supported("resourceArn*", "tags*"),
                        (request, _) -> tag(request)),
                new Operation<>(
                        "UntagResource",
                        UntagResourceRequest::builder,
                        Members.supported("resourceArn*", "tagKeys*"),
                        (request, _) -> untag(request)),
                new Operation<>(
                        "ListTagsForResource",
                        ListTagsForResourceRequest::builder,
                        Members.supported("resourceArn*"),
                        (request, _) -> list(request)));
    }

    private TagResourceResponse tag(TagResourceRequest request) {
        var resource = calls.arns().taggable(request.resourceArn());
        change(resource, TagChange.setting(TagModel.of(request.tags())));
        return TagResourceResponse.builder().build();
    }

    private UntagResourceResponse untag(UntagResourceRequest request) {
        var resource = calls.arns().taggable(request.resourceArn());
        Requests.eachOnce(request.tagKeys(), "tagKeys", Tags.MAX_TAGS);
        Set<String> keys =
                request.tagKeys().stream().map(TagModel::key).collect(Collectors.toSet());
        change(resource, TagChange.removing(keys));
        return UntagResourceResponse.builder().build();
    }

    private ListTagsForResourceResponse list(ListTagsForResourceRequest request) {
        var resource = calls.arns().taggable(request.resourceArn());
        var tags =
                tags(resource)
                        .orElseThrow(
                                () ->
                                        ApiException.invalidParameter(
                                                "The specified resource was not found."));
        return ListTagsForResourceResponse.builder().tags(TagModel.shown(tags)).build();
    }

    private void change(Taggable resource, TagChange change) {
        tags(resource)
                .orElseThrow(
                        () ->
                                ApiException.of(
                                        ErrorCode.RESOURCE_NOT_FOUND,
                                        "The specified resource was not found."));
        switch (resource) {
            case Taggable.OfCluster(var name) ->
                    calls.ask(
                            AggregateKind.CLUSTER.at(name), new ClusterCommand.ChangeTags(change));
            case Taggable.OfInstance(var cluster, var id) ->
                    calls.ask(
                            AggregateKind.CONTAINER_INSTANCE.at(cluster, id),
                            new InstanceCommand.ChangeTags(change));
            case Taggable.OfService(var cluster, var name) ->
                    calls.ask(
                            AggregateKind.SERVICE.at(cluster, name),
                            new ServiceCommand.ChangeTags(change));
            case Taggable.OfTask(var cluster, var id) ->
                    calls.ask(
                            AggregateKind.TASK.at(cluster, id), new TaskCommand.ChangeTags(change));
            case Taggable.OfTaskDefinition(var family, int revision) ->
                    calls.ask(
                            definition(family, revision),
                            new TaskDefinitionCommand.ChangeTags(change));
        }
    }

    private static EntityAddress<TaskDefinitionCommand> definition(String family, int revision) {
        return AggregateKind.TASK_DEFINITION.at(family + ":" + revision);
    }

    /** Empty if the resource does not exist. */
    private Optional<Map<String, String>> tags(Taggable resource) {
        var account = calls.plane().account();
        return switch (resource) {
            case Taggable.OfCluster(var name) ->
                    account.cluster(calls.activeCluster(name))
                            .map(
                                    cluster ->
                                            cluster instanceof Cluster.Active active
                                                    ? active.tags()
                                                    : Map.of());
            case Taggable.OfInstance(var cluster, var id) ->
                    calls.snapshot(calls.activeCluster(cluster))
                            .instance(id)
                            .filter(instance -> !(instance instanceof ContainerInstance.Absent))
                            .map(
                                    instance ->
                                            ContainerInstance.registered(instance)
                                                    .map(ContainerInstance.Registered::tags)
                                                    .orElse(Map.of()));
            case Taggable.OfService(var cluster, var name) ->
                    calls.snapshot(calls.activeCluster(cluster))
                            .service(name)
                            .map(service -> service.details().tags());
            case Taggable.OfTask(var cluster, var id) ->
                    calls.snapshot(calls.activeCluster(cluster)).task(id).map(task -> task.tags());
            case Taggable.OfTaskDefinition(var family, int revision) ->
                    account.shownDefinition(family, revision).map(definition -> definition.tags());
        };
    }
}
