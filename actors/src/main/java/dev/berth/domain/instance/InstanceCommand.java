package dev.berth.domain.instance;

import dev.berth.domain.Aggregate;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.tag.TagChange;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The commands of a container instance. */
public sealed interface InstanceCommand extends Aggregate.Command {

    /**
     * Registers the instance, for the first time or again: RegisterContainerInstance. Attributes,
     * tags and versions that are not sent again are kept.
     */
    record Register(
            String cluster,
            String instanceId,
            Resources resources,
            Map<String, String> attributes,
            Versions versions,
            Map<String, String> tags)
            implements InstanceCommand {
        public Register {
            attributes = Map.copyOf(attributes);
            tags = Map.copyOf(tags);
        }

        public Register(
                String cluster,
                String instanceId,
                Resources resources,
                Map<String, String> attributes,
                Versions versions) {
            this(cluster, instanceId, resources, attributes, versions, Map.of());
        }
    }

    /**
     * Grants the reservations that fit, in this order. The answer contains the refused ones with
     * their reasons. An existing reservation of a task is kept.
     *
     * @param stopped tasks of this instance that have stopped; their reservations are released
     *     first, in the same event
     */
    record Reserve(List<Reservation> asked, Set<String> stopped) implements InstanceCommand {
        public Reserve {
            asked = List.copyOf(asked);
            stopped = Set.copyOf(stopped);
        }
    }

    /** Releases the reservations of tasks that have stopped or were abandoned. */
    record Release(Set<String> taskIds) implements InstanceCommand {
        public Release {
            taskIds = Set.copyOf(taskIds);
        }
    }

    /** Claims the next block of sequence numbers for messages to the agent. */
    record ReserveSequence(int count) implements InstanceCommand {}

    /**
     * Sets ACTIVE or DRAINING: UpdateContainerInstancesState. A draining instance keeps its tasks
     * and gets no new ones.
     */
    record SetStatus(ContainerInstance.Status status) implements InstanceCommand {}

    record ChangeTags(TagChange change) implements InstanceCommand {}

    /** PutAttributes, DeleteAttributes. */
    record ChangeAttributes(AttributeChange change) implements InstanceCommand {}

    /** Sets the versions that the agent reports when it connects. Null components are ignored. */
    record SetVersions(ContainerInstance.Versions versions) implements InstanceCommand {}

    /**
     * Deregisters the instance: DeregisterContainerInstance.
     *
     * @param force allows running tasks on the instance
     * @param stopped tasks that have stopped, but whose reservations are not released yet
     */
    record Deregister(boolean force, Set<String> stopped) implements InstanceCommand {
        public Deregister {
            stopped = Set.copyOf(stopped);
        }
    }
}
