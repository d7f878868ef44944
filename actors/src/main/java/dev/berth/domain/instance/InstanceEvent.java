package dev.berth.domain.instance;

import dev.berth.domain.Aggregate;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.tag.TagChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The events of a container instance. */
public sealed interface InstanceEvent extends Aggregate.Event {

    /**
     * The instance was registered, for the first time or again. {@code attributes} are all its
     * attributes after the event.
     */
    record Registered(
            String cluster,
            String instanceId,
            Resources resources,
            Map<String, String> attributes,
            Versions versions,
            Instant at)
            implements InstanceEvent {
        public Registered {
            attributes = Map.copyOf(attributes);
        }
    }

    record Reserved(List<Reservation> granted, Set<String> released) implements InstanceEvent {
        public Reserved {
            granted = List.copyOf(granted);
            released = Set.copyOf(released);
        }
    }

    record Released(Set<String> taskIds) implements InstanceEvent {
        public Released {
            taskIds = Set.copyOf(taskIds);
        }
    }

    record SequenceReserved(long upTo) implements InstanceEvent {}

    /** The status is ACTIVE or DRAINING. */
    record StatusChanged(ContainerInstance.Status status, Instant at) implements InstanceEvent {}

    record TagsChanged(TagChange change) implements InstanceEvent {}

    /** A user set and removed custom attributes. */
    record AttributesChanged(Map<String, String> set, Set<String> removed)
            implements InstanceEvent {
        public AttributesChanged {
            set = Map.copyOf(set);
            removed = Set.copyOf(removed);
        }
    }

    /** The version of the agent or of Docker changed. */
    record VersionsChanged(Versions versions) implements InstanceEvent {}

    record Deregistered(Instant at) implements InstanceEvent {}
}
