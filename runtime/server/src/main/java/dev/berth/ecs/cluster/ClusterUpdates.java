package dev.berth.ecs.cluster;

import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.ecs.tag.TagModel;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersRequest;
import software.amazon.awssdk.services.ecs.model.PutClusterCapacityProvidersResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterResponse;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsRequest;
import software.amazon.awssdk.services.ecs.model.UpdateClusterSettingsResponse;

/**
 * UpdateCluster, UpdateClusterSettings, PutClusterCapacityProviders. A cluster has no setting that
 * can change and no capacity providers yet: what says so is accepted, and the rest is refused.
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
                        Members.built("cluster*", "settings"),
                        (request, _) -> update(request)),
                new Operation<>(
                        "UpdateClusterSettings",
                        UpdateClusterSettingsRequest::builder,
                        Members.built("cluster*", "settings"),
                        (request, _) -> update(request)),
                new Operation<>(
                        "PutClusterCapacityProviders",
                        PutClusterCapacityProvidersRequest::builder,
                        Members.built("cluster*"),
                        (request, _) -> put(request)));
    }

    private UpdateClusterResponse update(UpdateClusterRequest request) {
        var cluster = active(request.cluster());
        request.settings().forEach(each -> ClusterSettings.check("UpdateCluster", each));
        return UpdateClusterResponse.builder().cluster(cluster).build();
    }

    private UpdateClusterSettingsResponse update(UpdateClusterSettingsRequest request) {
        var cluster = active(request.cluster());
        Requests.require(request.settings(), "settings");
        request.settings().forEach(each -> ClusterSettings.check("UpdateClusterSettings", each));
        return UpdateClusterSettingsResponse.builder().cluster(cluster).build();
    }

    private PutClusterCapacityProvidersResponse put(PutClusterCapacityProvidersRequest request) {
        return PutClusterCapacityProvidersResponse.builder()
                .cluster(active(request.cluster()))
                .build();
    }

    private Cluster active(String given) {
        var name = calls.activeCluster(given);
        var cluster = calls.plane().account().cluster(name).orElseThrow();
        return model.of(cluster, name, calls.snapshot(name), SHOWN);
    }
}
