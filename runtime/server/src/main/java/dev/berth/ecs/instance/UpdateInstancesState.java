package dev.berth.ecs.instance;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Reply;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.ContainerInstance.Status;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.Shortage;
import dev.berth.ecs.Arns;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.ecs.tag.TagModel;
import dev.berth.wire.LogIds;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateRequest;
import software.amazon.awssdk.services.ecs.model.UpdateContainerInstancesStateResponse;

/**
 * UpdateContainerInstancesState: excludes instances from placement before maintenance of their
 * hosts, and includes them again.
 */
public final class UpdateInstancesState {
    private static final Logger LOG = LoggerFactory.getLogger(UpdateInstancesState.class);
    private static final int MOST_INSTANCES = 10;

    private final ControlPlaneCalls calls;
    private final InstanceModel model;

    public UpdateInstancesState(ControlPlaneCalls calls) {
        this.calls = calls;
        this.model = new InstanceModel(calls.arns());
    }

    public Operation<?, ?> operation() {
        return new Operation<>(
                "UpdateContainerInstancesState",
                UpdateContainerInstancesStateRequest::builder,
                Members.supported("cluster", "containerInstances", "status*"),
                (request, _) -> update(request));
    }

    private UpdateContainerInstancesStateResponse update(
            UpdateContainerInstancesStateRequest request) {
        var status =
                Status.valueOf(
                        Requests.oneOf("status", request.statusAsString(), "ACTIVE", "DRAINING"));
        var cluster = calls.activeCluster(request.cluster());
        Requests.require(request.containerInstances(), "containerInstances");
        var named =
                Requests.eachOnce(
                        request.containerInstances(), "containerInstances", MOST_INSTANCES);
        var updated = new ArrayList<String>();
        var failures = new ArrayList<Failure>();
        for (var given : named) {
            update(calls.arns().containerInstance(given), cluster, status, updated, failures);
        }
        var contents = calls.snapshot(cluster);
        return UpdateContainerInstancesStateResponse.builder()
                .containerInstances(
                        updated.stream()
                                .flatMap(
                                        id ->
                                                model
                                                        .of(id, contents, Set.of(TagModel.INCLUDED))
                                                        .stream())
                                .toList())
                .failures(failures)
                .build();
    }

    private void update(
            Arns.Reference instance,
            String cluster,
            Status status,
            List<String> updated,
            List<Failure> failures) {
        var arn = calls.arns().containerInstance(cluster, instance.id());
        if (calls.instance(cluster, instance) instanceof ContainerInstance.Absent) {
            failures.add(Requests.missing(arn));
            return;
        }
        var address = AggregateKind.CONTAINER_INSTANCE.at(cluster, instance.id());
        var asked = calls.plane().ask(address, new InstanceCommand.SetStatus(status));
        switch (ControlPlaneCalls.await(asked)) {
            case Reply.Done _ -> {
                try (var _ = LogIds.about(cluster, LogIds.INSTANCE, instance.id())) {
                    LOG.info("The status of the container instance was set to {}", status);
                }
                updated.add(instance.id());
            }
            case Reply.Refused _ ->
                    failures.add(
                            Failure.builder().arn(arn).reason(Shortage.INACTIVE.reason()).build());
        }
    }
}
