package dev.berth.domain.instance;

import dev.berth.domain.Aggregate;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.tag.TagChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What happened to a container instance. */
public sealed interface InstanceEvent extends Aggregate.Event {

    /**
     * It registered, for the first time or again; {@code attributes} are all that it has from now
     * on.
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

    /** ACTIVE again, or DRAINING. */
    record StatusChanged(ContainerInstance.Status status, Instant at) implements InstanceEvent {}

    record TagsChanged(TagChange change) implements InstanceEvent {}

    /** Its owner set and removed custom attributes. */
    record AttributesChanged(Map<String, String> set, Set<String> removed)
            implements InstanceEvent {
        public AttributesChanged {
            set = Map.copyOf(set);
            removed = Set.copyOf(removed);
        }
    }

    /** The agent is another version, or runs with another version of Docker. */
    record VersionsChanged(Versions versions) implements InstanceEvent {}

    record Deregistered(Instant at) implements InstanceEvent {}
}
