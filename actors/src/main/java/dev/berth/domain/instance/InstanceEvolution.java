package dev.berth.domain.instance;

import dev.berth.domain.instance.ContainerInstance.Absent;
import dev.berth.domain.instance.ContainerInstance.Inactive;
import dev.berth.domain.instance.ContainerInstance.Status;
import dev.berth.domain.instance.InstanceEvent.AttributesChanged;
import dev.berth.domain.instance.InstanceEvent.Deregistered;
import dev.berth.domain.instance.InstanceEvent.Registered;
import dev.berth.domain.instance.InstanceEvent.Released;
import dev.berth.domain.instance.InstanceEvent.Reserved;
import dev.berth.domain.instance.InstanceEvent.SequenceReserved;
import dev.berth.domain.instance.InstanceEvent.StatusChanged;
import dev.berth.domain.instance.InstanceEvent.TagsChanged;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** What a container instance is after one more event. */
final class InstanceEvolution {

    private InstanceEvolution() {}

    static ContainerInstance after(ContainerInstance state, InstanceEvent event) {
        return switch (event) {
            case Registered registered -> registered(state, registered);
            case Reserved(var granted, var released) ->
                    change(state, r -> reserved(r, granted, released));
            case Released(var taskIds) ->
                    change(state, r -> withReservations(r, r.reservations().minusAll(taskIds)));
            case SequenceReserved(long upTo) -> change(state, r -> withSequence(r, upTo));
            case StatusChanged(var status, _) -> change(state, r -> withStatus(r, status));
            case TagsChanged(var change) -> change(state, r -> withTags(r, change.after(r.tags())));
            case AttributesChanged(var set, var removed) ->
                    change(state, r -> withAttributes(r, new AttributeChange(set, removed)));
            case Deregistered(var at) ->
                    switch (state) {
                        case ContainerInstance.Registered r -> inactive(r, at);
                        case Absent absent -> absent;
                        case Inactive inactive -> inactive;
                    };
        };
    }

    private static ContainerInstance registered(ContainerInstance state, Registered event) {
        return switch (state) {
            case Absent _ -> first(event);
            case Inactive _ -> first(event);
            case ContainerInstance.Registered r ->
                    new ContainerInstance.Registered(
                            r.cluster(),
                            r.instanceId(),
                            r.status(),
                            event.resources(),
                            event.attributes(),
                            event.versions(),
                            r.registeredAt(),
                            r.reservations(),
                            r.sequenceReserved(),
                            r.version() + 1,
                            r.tags());
        };
    }

    private static ContainerInstance.Registered first(Registered event) {
        return new ContainerInstance.Registered(
                event.cluster(),
                event.instanceId(),
                Status.ACTIVE,
                event.resources(),
                event.attributes(),
                event.versions(),
                event.at(),
                HashTreePMap.empty(),
                0,
                1);
    }

    private static ContainerInstance change(
            ContainerInstance state, UnaryOperator<ContainerInstance.Registered> change) {
        return state instanceof ContainerInstance.Registered r ? change.apply(r) : state;
    }

    private static ContainerInstance.Registered reserved(
            ContainerInstance.Registered r, List<Reservation> granted, Set<String> released) {
        PMap<String, Reservation> left = r.reservations().minusAll(released);
        for (var reservation : granted) {
            left = left.plus(reservation.taskId(), reservation);
        }
        return withReservations(r, left);
    }

    private static ContainerInstance.Registered withReservations(
            ContainerInstance.Registered r, PMap<String, Reservation> reservations) {
        return new ContainerInstance.Registered(
                r.cluster(),
                r.instanceId(),
                r.status(),
                r.resources(),
                r.attributes(),
                r.versions(),
                r.registeredAt(),
                reservations,
                r.sequenceReserved(),
                r.version() + 1,
                r.tags());
    }

    private static ContainerInstance.Registered withSequence(
            ContainerInstance.Registered r, long upTo) {
        return new ContainerInstance.Registered(
                r.cluster(),
                r.instanceId(),
                r.status(),
                r.resources(),
                r.attributes(),
                r.versions(),
                r.registeredAt(),
                r.reservations(),
                upTo,
                r.version(),
                r.tags());
    }

    private static ContainerInstance.Registered withStatus(
            ContainerInstance.Registered r, Status status) {
        return new ContainerInstance.Registered(
                r.cluster(),
                r.instanceId(),
                status,
                r.resources(),
                r.attributes(),
                r.versions(),
                r.registeredAt(),
                r.reservations(),
                r.sequenceReserved(),
                r.version() + 1,
                r.tags());
    }

    private static ContainerInstance.Registered withTags(
            ContainerInstance.Registered r, Map<String, String> tags) {
        return new ContainerInstance.Registered(
                r.cluster(),
                r.instanceId(),
                r.status(),
                r.resources(),
                r.attributes(),
                r.versions(),
                r.registeredAt(),
                r.reservations(),
                r.sequenceReserved(),
                r.version(),
                tags);
    }

    private static ContainerInstance.Registered withAttributes(
            ContainerInstance.Registered r, AttributeChange change) {
        return new ContainerInstance.Registered(
                r.cluster(),
                r.instanceId(),
                r.status(),
                r.resources(),
                change.after(r.attributes()),
                r.versions(),
                r.registeredAt(),
                r.reservations(),
                r.sequenceReserved(),
                r.version() + 1,
                r.tags());
    }

    private static Inactive inactive(ContainerInstance.Registered r, Instant at) {
        return new Inactive(
                r.cluster(),
                r.instanceId(),
                r.resources(),
                r.attributes(),
                r.versions(),
                r.registeredAt(),
                at,
                r.version() + 1);
    }
}
