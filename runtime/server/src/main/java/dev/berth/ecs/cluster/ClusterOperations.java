package dev.berth.ecs.cluster;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.ClusterAggregate;
import dev.berth.actors.entity.InstanceAggregate;
import dev.berth.actors.entity.ServiceAggregate;
import dev.berth.actors.entity.TaskAggregate;
import dev.berth.actors.view.AggregateTable.Term;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.ecs.account.EffectiveSettings;
import dev.berth.ecs.tag.TagModel;
import dev.berth.wire.ApiException;
import dev.berth.wire.Call;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import dev.berth.wire.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.CreateClusterRequest;
import software.amazon.awssdk.services.ecs.model.CreateClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;

/** CreateCluster, DeleteCluster, DescribeClusters, ListClusters. */
public final class ClusterOperations {
    private final ControlPlaneCalls calls;
    private final ClusterModel model;

    public ClusterOperations(ControlPlaneCalls calls) {
        this.calls = calls;
        this.model = new ClusterModel(calls.arns());
    }

    public List<Operation<?, ?>> all() {
        return List.of(
                new Operation<>(
                        "CreateCluster",
                        CreateClusterRequest::builder,
                        ClusterSettings.acceptingDefaults(
                                Members.supported("clusterName", "settings", "tags")),
                        this::create),
                new Operation<>(
                        "DeleteCluster",
                        DeleteClusterRequest::builder,
                        Members.supported("cluster*"),
                        (request, _) -> delete(request)),
                new Operation<>(
                        "DescribeClusters",
                        DescribeClustersRequest::builder,
                        Members.supported("clusters", "include"),
                        (request, _) -> describe(request)),
                new Operation<>(
                        "ListClusters",
                        ListClustersRequest::builder,
                        Members.supported("nextToken", "maxResults"),
                        (request, _) -> list(request)));
    }

    /** Returns an existing ACTIVE cluster with this name. */
    private CreateClusterResponse create(CreateClusterRequest request, Call call) {
        var name = calls.arns().newClusterName(request.clusterName());
        var settings =
                ClusterSettings.ofNew(
                        request.settings(),
                        EffectiveSettings.of(calls, calls.arns().principal(call.accessKeyId())));
        var tags = TagModel.of(request.tags());
        calls.ask(AggregateKind.CLUSTER.at(name), new ClusterCommand.Create(name, settings, tags));
        return CreateClusterResponse.builder().cluster(shown(name)).build();
    }

    private DeleteClusterResponse delete(DeleteClusterRequest request) {
        var name = calls.arns().clusterName(request.cluster());
        known(name).orElseThrow(ApiException::clusterNotFound);
        var contents = calls.snapshot(name);
        var instances =
                contents.instances().count(InstanceAggregate.STATUS, InstanceAggregate.REGISTERED);
        var services = contents.services().count(ServiceAggregate.STATUS, ServiceAggregate.LISTED);
        var tasks =
                contents.tasks().count(TaskAggregate.LAST_STATUS, LastStatus.PENDING.name())
                        + contents.tasks()
                                .count(TaskAggregate.LAST_STATUS, LastStatus.RUNNING.name());
        calls.ask(
                AggregateKind.CLUSTER.at(name),
                new ClusterCommand.Delete(instances, services, tasks));
        return DeleteClusterResponse.builder().cluster(shown(name)).build();
    }

    private software.amazon.awssdk.services.ecs.model.Cluster shown(String name) {
        return known(name)
                .map(
                        cluster ->
                                model.of(
                                        cluster,
                                        name,
                                        calls.snapshot(name),
                                        Set.of("SETTINGS", TagModel.INCLUDED)))
                .orElseThrow(ApiException::clusterNotFound);
    }

    private Optional<Cluster> known(String name) {
        return calls.plane()
                .account()
                .cluster(name)
                .filter(cluster -> !(cluster instanceof Cluster.Absent));
    }

    /** Without names, the cluster {@code default}. */
    private DescribeClustersResponse describe(DescribeClustersRequest request) {
        var include =
                Requests.eachOf(
                        "include",
                        request.includeAsStrings(),
                        "ATTACHMENTS",
                        "CONFIGURATIONS",
                        "SETTINGS",
                        "STATISTICS",
                        "TAGS");
        var asked = Requests.described(request.clusters(), "clusters");
        var clusters = new ArrayList<software.amazon.awssdk.services.ecs.model.Cluster>();
        var failures = new ArrayList<Failure>();
        for (var given : asked.isEmpty() ? Set.of("default") : asked) {
            var name = calls.arns().clusterName(given);
            known(name)
                    .ifPresentOrElse(
                            cluster ->
                                    clusters.add(
                                            model.of(cluster, name, calls.snapshot(name), include)),
                            () -> failures.add(Requests.missing(calls.arns().cluster(name))));
        }
        return DescribeClustersResponse.builder().clusters(clusters).failures(failures).build();
    }

    private ListClustersResponse list(ListClustersRequest request) {
        var active = List.of(new Term<>(ClusterAggregate.STATUS, "ACTIVE"));
        var page =
                Page.of(
                        calls.pageTokens(),
                        after -> calls.plane().account().clusters().select(active, after),
                        "ListClusters",
                        request.maxResults(),
                        request.nextToken());
        return ListClustersResponse.builder()
                .clusterArns(page.entries().stream().map(calls.arns()::cluster).toList())
                .nextToken(page.nextToken())
                .build();
    }
}
