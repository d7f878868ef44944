package dev.berth.ecs.instance;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.InstanceAggregate;
import dev.berth.actors.launch.Ids;
import dev.berth.actors.view.AggregateTable.Term;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.task.Task;
import dev.berth.ecs.Arns;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.ecs.tag.TagModel;
import dev.berth.wire.ApiException;
import dev.berth.wire.Call;
import dev.berth.wire.LogIds;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import dev.berth.wire.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterContainerInstanceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesRequest;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceResponse;

/** The operations of container instances. */
public final class InstanceOperations {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceOperations.class);

    private final ControlPlaneCalls calls;
    private final InstanceModel model;
    private final SharedEngines engines;
    private final RecentTokens tokens = new RecentTokens();

    public InstanceOperations(ControlPlaneCalls calls) {
        this.calls = calls;
        this.model = new InstanceModel(calls.arns());
        this.engines = new SharedEngines(calls);
    }

    public List<Operation<?, ?>> all() {
        return List.of(
                new Operation<>(
                        "RegisterContainerInstance",
                        RegisterContainerInstanceRequest::builder,
                        Members.supported(
                                "cluster",
                                "containerInstanceArn",
                                "totalResources",
                                "attributes",
                                "versionInfo",
                                "tags",
                                "instanceIdentityDocument",
                                "instanceIdentityDocumentSignature"),
                        this::register),
                new Operation<>(
                        "DeregisterContainerInstance",
                        DeregisterContainerInstanceRequest::builder,
                        Members.supported("cluster", "containerInstance*", "force"),
                        (request, _) -> deregister(request)),
                new Operation<>(
                        "DescribeContainerInstances",
                        DescribeContainerInstancesRequest::builder,
                        Members.supported("cluster", "containerInstances", "include"),
                        (request, _) -> describe(request)),
                new Operation<>(
                        "ListContainerInstances",
                        ListContainerInstancesRequest::builder,
                        Members.supported("cluster", "status", "filter", "nextToken", "maxResults"),
                        (request, _) -> list(request)));
    }

    /**
     * Registers the host of an agent, for the first time, or again with its existing ARN. An ARN
     * that the journal does not contain (after an older backup was restored) is accepted, because
     * the agent could not recover from a refusal.
     */
    private RegisterContainerInstanceResponse register(
            RegisterContainerInstanceRequest request, Call call) {
        var cluster = calls.activeCluster(request.cluster());
        Requests.require(request.totalResources(), "totalResources");
        var registration = InstanceRegistration.of(request, calls.arns().region());
        var id = id(request, cluster, call);
        var command =
                new InstanceCommand.Register(
                        cluster,
                        id,
                        registration.resources(),
                        registration.attributes(),
                        registration.versions(),
                        TagModel.of(request.tags()));
        engines.register(
                registration.attributes(),
                cluster,
                id,
                () -> calls.ask(AggregateKind.CONTAINER_INSTANCE.at(cluster, id), command));
        say("registered", cluster, id);
        return RegisterContainerInstanceResponse.builder()
                .containerInstance(shown(cluster, id))
                .build();
    }

    private String id(RegisterContainerInstanceRequest request, String cluster, Call call) {
        var arn = request.containerInstanceArn();
        if (arn == null || arn.isEmpty()) {
            // The SDK of agents sends a clientToken that is not in the public model.
            var token = call.raw().path("clientToken").asText("");
            return tokens.idFor(token.isEmpty() ? "" : cluster + " " + token, Ids::hex32);
        }
        var named = calls.arns().containerInstance(arn);
        if (!named.mayBeIn(cluster) || !named.id().matches("[0-9a-f]{32}")) {
            throw ApiException.client(
                    "The containerInstanceArn does not belong to this cluster. Remove the agent's state"
                            + " to register this host as a new instance.");
        }
        return named.id();
    }

    private DeregisterContainerInstanceResponse deregister(
            DeregisterContainerInstanceRequest request) {
        var cluster = calls.activeCluster(request.cluster());
        var named = calls.arns().containerInstance(request.containerInstance());
        var contents = calls.snapshot(cluster);
        if (calls.instance(cluster, named) instanceof ContainerInstance.Absent) {
            throw ApiException.invalidParameter("Container instance not found.");
        }
        var stopped =
                contents.tasksOn(named.id())
                        .filter(Task.Stopped.class::isInstance)
                        .map(task -> task.spec().taskId())
                        .collect(Collectors.toSet());
        calls.ask(
                AggregateKind.CONTAINER_INSTANCE.at(cluster, named.id()),
                new InstanceCommand.Deregister(Boolean.TRUE.equals(request.force()), stopped));
        say("deregistered", cluster, named.id());
        return DeregisterContainerInstanceResponse.builder()
                .containerInstance(shown(cluster, named.id()))
                .build();
    }

    private static void say(String what, String cluster, String id) {
        try (var _ = LogIds.about(cluster, LogIds.INSTANCE, id)) {
            LOG.info("Container instance {}", what);
        }
    }

    private software.amazon.awssdk.services.ecs.model.ContainerInstance shown(
            String cluster, String id) {
        return model.of(id, calls.snapshot(cluster), Set.of(TagModel.INCLUDED))
                .orElseThrow(() -> ApiException.invalidParameter("Container instance not found."));
    }

    private DescribeContainerInstancesResponse describe(DescribeContainerInstancesRequest request) {
        var cluster = calls.activeCluster(request.cluster());
        var include =
                Requests.eachOf(
                        "include",
                        request.includeAsStrings(),
                        TagModel.INCLUDED,
                        "CONTAINER_INSTANCE_HEALTH");
        var contents = calls.snapshot(cluster);
        var instances =
                new ArrayList<software.amazon.awssdk.services.ecs.model.ContainerInstance>();
        var failures = new ArrayList<Failure>();
        for (var given : Requests.toDescribe(request.containerInstances(), "containerInstances")) {
            var named = calls.arns().containerInstance(given).within(cluster);
            var shown =
                    model.of(named.id(), contents, include)
                            .map(
                                    instance ->
                                            include.contains("CONTAINER_INSTANCE_HEALTH")
                                                    ? InstanceHealth.shown(
                                                            instance,
                                                            contents.observations()
                                                                    .conditions(named.id()))
                                                    : instance);
            shown.ifPresentOrElse(
                    instances::add, () -> failures.add(Requests.missing(arn(named, cluster))));
        }
        return DescribeContainerInstancesResponse.builder()
                .containerInstances(instances)
                .failures(failures)
                .build();
    }

    private String arn(Arns.Reference named, String cluster) {
        return calls.arns().containerInstance(cluster, named.id());
    }

    /** Without a status, all instances that are not INACTIVE. */
    private ListContainerInstancesResponse list(ListContainerInstancesRequest request) {
        var cluster = calls.activeCluster(request.cluster());
        var status =
                Requests.oneOf(
                        "status",
                        request.statusAsString(),
                        "ACTIVE",
                        "DRAINING",
                        "INACTIVE",
                        "REGISTERING",
                        "DEREGISTERING",
                        "REGISTRATION_FAILED");
        var filter = InstanceFilter.of(request.filter());
        var contents = calls.snapshot(cluster);
        var key = status == null ? InstanceAggregate.REGISTERED : status;
        var terms = List.of(new Term<>(InstanceAggregate.STATUS, key));
        var page =
                Page.of(
                        calls.pageTokens(),
                        after ->
                                contents.instances()
                                        .select(terms, after)
                                        .filter(id -> filter.selects(contents, id)),
                        "ListContainerInstances " + cluster + " " + status + " " + request.filter(),
                        request.maxResults(),
                        request.nextToken());
        return ListContainerInstancesResponse.builder()
                .containerInstanceArns(
                        page.entries().stream()
                                .map(id -> calls.arns().containerInstance(cluster, id))
                                .toList())
                .nextToken(page.nextToken())
                .build();
    }
}
