package dev.berth.events;

import dev.berth.actors.feed.Change;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceEvent;
import dev.berth.ecs.instance.InstanceModel;
import dev.berth.plugin.events.DetailType;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * {@code ECS Container Instance State Change}: the container instance as the ECS API shows it, when
 * its version has been incremented, when it was deregistered, and when its agent has connected or
 * disconnected.
 */
final class InstanceEvents {
    private final EventEnvelope envelope;
    private final InstanceModel model;

    InstanceEvents(EventEnvelope envelope) {
        this.envelope = envelope;
        this.model = new InstanceModel(envelope.arns());
    }

    List<EventDocument> of(Change change) {
        var instance = (ContainerInstance) change.after();
        if (!isAnnounced(change, instance)) {
            return List.of();
        }
        var at = at(change);
        var arn =
                envelope.arns()
                        .containerInstance(change.address().cluster(), change.address().localId());
        return model
                .of(instance, change.contents(), Set.of())
                .map(
                        shown ->
                                envelope.of(
                                        change,
                                        DetailType.CONTAINER_INSTANCE,
                                        "container-instance",
                                        at,
                                        List.of(arn),
                                        EventEnvelope.resource(shown, at)))
                .stream()
                .toList();
    }

    private static boolean isAnnounced(Change change, ContainerInstance instance) {
        if (!change.isJournaled()) {
            var id = change.address().localId();
            return change.contents().isConnected(id) != change.previous().isConnected(id);
        }
        return version((ContainerInstance) change.before()) != version(instance)
                || change.event() instanceof InstanceEvent.Deregistered;
    }

    private static long version(ContainerInstance instance) {
        return switch (instance) {
            case ContainerInstance.Absent _ -> 0;
            case ContainerInstance.Registered registered -> registered.version();
            case ContainerInstance.Inactive inactive -> inactive.version();
        };
    }

    private static Instant at(Change change) {
        return switch (change.event()) {
            case InstanceEvent.Registered registered -> registered.at();
            case InstanceEvent.StatusChanged(_, var at) -> at;
            case InstanceEvent.Deregistered(var at) -> at;
            case null, default -> change.at();
        };
    }
}
