package dev.berth.ecs.instance;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.InstanceAggregate;
import dev.berth.actors.view.AggregateTable.Term;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.instance.AttributeChange;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.wire.ApiException;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import dev.berth.wire.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesRequest;
import software.amazon.awssdk.services.ecs.model.DeleteAttributesResponse;
import software.amazon.awssdk.services.ecs.model.ListAttributesRequest;
import software.amazon.awssdk.services.ecs.model.ListAttributesResponse;
import software.amazon.awssdk.services.ecs.model.PutAttributesRequest;
import software.amazon.awssdk.services.ecs.model.PutAttributesResponse;

/** PutAttributes, DeleteAttributes, ListAttributes: the custom attributes of instances. */
public final class AttributeOperations {
    private final ControlPlaneCalls calls;

    public AttributeOperations(ControlPlaneCalls calls) {
        this.calls = calls;
    }

    public List<Operation<?, ?>> all() {
        return List.of(
                new Operation<>(
                        "PutAttributes",
                        PutAttributesRequest::builder,
                        Members.supported("cluster", "attributes"),
                        (request, _) -> put(request)),
                new Operation<>(
                        "DeleteAttributes",
                        DeleteAttributesRequest::builder,
                        Members.supported("cluster", "attributes"),
                        (request, _) -> delete(request)),
                new Operation<>(
                        "ListAttributes",
                        ListAttributesRequest::builder,
                        Members.supported(
                                "cluster",
                                "targetType*",
                                "attributeName",
                                "attributeValue",
                                "nextToken",
                                "maxResults"),
                        (request, _) -> list(request)));
    }

    private PutAttributesResponse put(PutAttributesRequest request) {
        var cluster = calls.activeCluster(request.cluster());
        Requests.require(request.attributes(), "attributes");
        var byTarget = byTarget(cluster, AttributeModel.each(request.attributes()));
        for (var target : byTarget.entrySet()) {
            var set = new HashMap<String, String>();
            target.getValue().forEach(each -> set.put(each.name(), value(each)));
            change(cluster, target.getKey(), new AttributeChange(set, Set.of()));
        }
        return PutAttributesResponse.builder().attributes(shown(cluster, byTarget)).build();
    }

    /** If a value is given, the attribute is deleted only if it has that value. */
    private DeleteAttributesResponse delete(DeleteAttributesRequest request) {
        var cluster = calls.activeCluster(request.cluster());
        Requests.require(request.attributes(), "attributes");
        var byTarget = byTarget(cluster, AttributeModel.each(request.attributes()));
        for (var target : byTarget.entrySet()) {
            var held = instance(cluster, target.getKey()).attributes();
            var removed = new HashSet<String>();
            target.getValue().stream()
                    .filter(
                            each ->
                                    value(each).isEmpty()
                                            || value(each).equals(held.get(each.name())))
                    .forEach(each -> removed.add(each.name()));
            change(cluster, target.getKey(), new AttributeChange(Map.of(), removed));
        }
        return DeleteAttributesResponse.builder().attributes(shown(cluster, byTarget)).build();
    }

    /** Checks all targets before the first one is changed. */
    private Map<String, List<Attribute>> byTarget(String cluster, List<Attribute> attributes) {
        var byTarget = new LinkedHashMap<String, List<Attribute>>();
        for (var attribute : attributes) {
            var named = calls.arns().containerInstance(attribute.targetId());
            if (!named.mayBeIn(cluster)
                    || !(calls.instance(cluster, named) instanceof ContainerInstance.Registered)) {
                throw notFound(attribute.targetId());
            }
            byTarget.computeIfAbsent(named.id(), _ -> new ArrayList<>()).add(attribute);
        }
        return byTarget;
    }

    private ContainerInstance.Registered instance(String cluster, String id) {
        return calls.snapshot(cluster).registered(id).orElseThrow(() -> notFound(id));
    }

    private static ApiException notFound(String target) {
        return ApiException.of(
                ErrorCode.TARGET_NOT_FOUND,
                "The specified target %s wasn't found. Specify a registered container instance of the cluster and try again."
                        .formatted(target));
    }

    private void change(String cluster, String id, AttributeChange change) {
        calls.ask(
                AggregateKind.CONTAINER_INSTANCE.at(cluster, id),
                new InstanceCommand.ChangeAttributes(change));
    }

    private List<Attribute> shown(String cluster, Map<String, List<Attribute>> byTarget) {
        var shown = new ArrayList<Attribute>();
        byTarget.forEach(
                (id, attributes) -> {
                    var arn = calls.arns().containerInstance(cluster, id);
                    attributes.forEach(
                            each -> shown.add(AttributeModel.shown(each.name(), value(each), arn)));
                });
        return shown;
    }

    private static String value(Attribute attribute) {
        return Requests.orElse(attribute.value(), "");
    }

    /**
     * Every attribute of every registered instance, including built-in ones, by instance and name.
     */
    private ListAttributesResponse list(ListAttributesRequest request) {
        Requests.oneOf("targetType", request.targetTypeAsString(), AttributeModel.TARGET_TYPE);
        var name = Requests.orElse(request.attributeName(), "");
        var value = Requests.orElse(request.attributeValue(), "");
        Requests.refuseUnless(
                !name.isEmpty() || value.isEmpty(),
                "attributeValue requires attributeName. Specify the name of the attribute.");
        var cluster = calls.activeCluster(request.cluster());
        var contents = calls.snapshot(cluster);
        var page =
                Page.of(
                        calls.pageTokens(),
                        after -> keys(contents, name, value, after),
                        "ListAttributes " + cluster + " " + name + " " + value,
                        request.maxResults(),
                        request.nextToken());
        return ListAttributesResponse.builder()
                .attributes(page.entries().stream().map(key -> attribute(contents, key)).toList())
                .nextToken(page.nextToken())
                .build();
    }

    /** Instance id and attribute name; uses the index if a name is given. */
    private static Stream<String> keys(
            ClusterSnapshot contents, String name, String value, String after) {
        var term =
                name.isEmpty()
                        ? new Term<>(InstanceAggregate.STATUS, InstanceAggregate.REGISTERED)
                        : new Term<>(
                                InstanceAggregate.ATTRIBUTE,
                                value.isEmpty() ? name : InstanceAggregate.attribute(name, value));
        var instance = after == null ? null : after.substring(0, after.indexOf(' '));
        return Stream.concat(
                        Stream.ofNullable(instance),
                        contents.instances().select(List.of(term), instance))
                .flatMap(id -> contents.registered(id).stream())
                .flatMap(each -> named(each, name).map(key -> each.instanceId() + " " + key))
                .filter(key -> after == null || key.compareTo(after) > 0);
    }

    private static Stream<String> named(ContainerInstance.Registered instance, String name) {
        var attributes = instance.attributes();
        if (name.isEmpty()) {
            return new TreeSet<>(attributes.keySet()).stream();
        }
        return attributes.containsKey(name) ? Stream.of(name) : Stream.empty();
    }

    private Attribute attribute(ClusterSnapshot contents, String key) {
        var space = key.indexOf(' ');
        var id = key.substring(0, space);
        var name = key.substring(space + 1);
        var value =
                contents.registered(id).map(instance -> instance.attributes().get(name)).orElse("");
        return AttributeModel.shown(
                name, value, calls.arns().containerInstance(contents.cluster(), id));
    }
}
