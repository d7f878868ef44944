package dev.berth.domain.instance;

import dev.berth.domain.instance.ContainerInstance.Absent;
import dev.berth.domain.instance.ContainerInstance.Inactive;
import dev.berth.domain.instance.ContainerInstance.Status;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.InstanceEvent.AttributesChanged;
import dev.berth.domain.instance.InstanceEvent.Deregistered;
import dev.berth.domain.instance.InstanceEvent.Registered;
import dev.berth.domain.instance.InstanceEvent.Released;
import dev.berth.domain.instance.InstanceEvent.Reserved;
import dev.berth.domain.instance.InstanceEvent.SequenceReserved;
import dev.berth.domain.instance.InstanceEvent.StatusChanged;
import dev.berth.domain.instance.InstanceEvent.TagsChanged;
import dev.berth.domain.instance.InstanceEvent.VersionsChanged;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** The state of a container instance after one more event. */
final class InstanceEvolution {

    private InstanceEvolution() {}

    static ContainerInstance after(ContainerInstance state, InstanceEvent event) {
        return switch (event) {
            case Registered registered -> registered(state, registered);
            case Reserved(var granted, var released) ->
                    announced(state, draft -> reserve(draft, granted, released));
            case Released(var taskIds) ->
                    announced(
                            state,
                            draft -> draft.reservations = draft.reservations.minusAll(taskIds));
            case SequenceReserved(long upTo) ->
                    changed(state, draft -> draft.sequenceReserved = upTo);
            case StatusChanged(var status, _) -> announced(state, draft -> draft.status = status);
            case TagsChanged(var change) ->
                    changed(state, draft -> draft.tags = change.after(draft.tags));
            case AttributesChanged(var set, var removed) ->
                    announced(
                            state,
                            draft ->
                                    draft.attributes =
                                            new AttributeChange(set, removed)
                                                    .after(draft.attributes));
            case VersionsChanged(var versions) ->
                    announced(state, draft -> draft.versions = versions);
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
            case Absent _, Inactive _ -> first(event);
            case ContainerInstance.Registered r ->
                    announced(
                            r,
                            draft -> {
                                draft.resources = event.resources();
                                draft.attributes = event.attributes();
                                draft.versions = event.versions();
                            });
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

    /** A change that ECS would announce. It increases the version. */
    private static ContainerInstance announced(ContainerInstance state, Consumer<Draft> change) {
        return changed(
                state,
                draft -> {
                    change.accept(draft);
                    draft.version++;
                });
    }

    private static ContainerInstance changed(ContainerInstance state, Consumer<Draft> change) {
        if (!(state instanceof ContainerInstance.Registered registered)) {
            return state;
        }
        var draft = new Draft(registered);
        change.accept(draft);
        return draft.registered();
    }

    private static void reserve(Draft draft, List<Reservation> granted, Set<String> released) {
        draft.reservations = draft.reservations.minusAll(released);
        for (var reservation : granted) {
            draft.reservations = draft.reservations.plus(reservation.taskId(), reservation);
        }
    }

    /** The components of a registered instance that can change; the others are copied. */
    private static final class Draft {
        private final ContainerInstance.Registered before;
        private Status status;
        private Resources resources;
        private Map<String, String> attributes;
        private Versions versions;
        private PMap<String, Reservation> reservations;
        private long sequenceReserved;
        private long version;
        private Map<String, String> tags;

        Draft(ContainerInstance.Registered before) {
            this.before = before;
            this.status = before.status();
            this.resources = before.resources();
            this.attributes = before.attributes();
            this.versions = before.versions();
            this.reservations = before.reservations();
            this.sequenceReserved = before.sequenceReserved();
            this.version = before.version();
            this.tags = before.tags();
        }

        ContainerInstance.Registered registered() {
            return new ContainerInstance.Registered(
                    before.cluster(),
                    before.instanceId(),
                    status,
                    resources,
                    attributes,
                    versions,
                    before.registeredAt(),
                    reservations,
                    sequenceReserved,
                    version,
                    tags);
        }
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
