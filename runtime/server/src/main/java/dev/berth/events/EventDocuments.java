package dev.berth.events;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.feed.Change;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.ecs.Arns;
import java.util.List;

/** Which events a change leads to. A pure function. */
final class EventDocuments {
    private final TaskEvents tasks;
    private final InstanceEvents instances;
    private final ServiceEvents services;

    EventDocuments(Arns arns) {
        var envelope = new EventEnvelope(arns);
        this.tasks = new TaskEvents(envelope);
        this.instances = new InstanceEvents(envelope);
        this.services = new ServiceEvents(envelope);
    }

    /**
     * The events of a change, in order.
     *
     * @param account where the definitions of tasks are
     */
    List<EventDocument> of(Change change, AccountSnapshot account) {
        var kind = change.address().kind();
        if (kind == AggregateKind.TASK) {
            return tasks.of(change, account);
        }
        if (kind == AggregateKind.CONTAINER_INSTANCE) {
            return instances.of(change);
        }
        return kind == AggregateKind.SERVICE ? services.of(change) : List.of();
    }
}
