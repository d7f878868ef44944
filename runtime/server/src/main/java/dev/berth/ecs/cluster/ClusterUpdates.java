package dev.berth.ecs.cluster;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.ecs.tag.TagModel;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterSetting;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsResponse;

/**
 * UpdateCluster, UpdateClusterSettings, PutClusterCapacityProviders. There are no capacity
 * providers yet: empty lists are accepted, and others are refused.
 */
public final class ClusterUpdates {
    private static final Set<String> SHOWN = Set.of("SETTINGS", TagModel.INCLUDED);

    private final ControlPlaneCalls calls;
    private final ClusterModel model;

    public ClusterUpdates(ControlPlaneCalls calls) {
        this.calls = calls;
        this.model = new ClusterModel(calls.arns());
    }

    public List<Operation<?, ?>> all() {
        return List.of(
                new Operation<>(
                        "UpdateCluster",
                        UpdateClusterRequest::builder,
                        ClusterSettings.acceptingDefaults(
                                Members.supported("cluster*", "settings")),
                        (request, _) -> update(request)),
                new Operation<>(
                        "UpdateClusterSettings",
                        UpdateClusterSettingsRequest::builder,
                        Members.supported("cluster*", "settings"),
                        (request, _) -> update(request)),
                new Operation<>(
                        "PutClusterCapacityProviders",
                        PutClusterCapacityProvidersRequest::builder,
                        Members.supported("cluster*"),
                        (request, _) -> put(request)));
    }

    private UpdateClusterResponse update(UpdateClusterRequest request) {
        return UpdateClusterResponse.builder()
                .cluster(change(calls.activeCluster(request.cluster()), request.settings()))
                .build();
    }

    private UpdateClusterSettingsResponse update(UpdateClusterSettingsRequest request) {
        var name = calls.activeCluster(request.cluster());
        Requests.require(request.settings(), "settings");
        return UpdateClusterSettingsResponse.builder()
                .cluster(change(name, request.settings()))
                .build();
    }

    private PutClusterCapacityProvidersResponse put(PutClusterCapacityProvidersRequest request) {
        var name = calls.activeCluster(request.cluster());
        Requests.refuseUnless(request.hasCapacityProviders(), "capacityProviders is required.");
        Requests.refuseUnless(
                request.hasDefaultCapacityProviderStrategy(),
                "defaultCapacityProviderStrategy is required.");
        return PutClusterCapacityProvidersResponse.builder().cluster(shown(name)).build();
    }

    private Cluster change(String name, List<ClusterSetting> settings) {
        calls.ask(
                AggregateKind.CLUSTER.at(name),
                new ClusterCommand.ChangeSettings(ClusterSettings.of(settings)));
        return shown(name);
    }

    private Cluster shown(String name) {
        var cluster = calls.plane().account().cluster(name).orElseThrow();
        return model.of(cluster, name, calls.snapshot(name), SHOWN);
    }
}
