package dev.berth.domain.instance;

import dev.berth.domain.Aggregate;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.tag.TagChange;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a container instance can be asked to do. */
public sealed interface InstanceCommand extends Aggregate.Command {

    /**
     * Registers it, or registers it again: RegisterContainerInstance. Attributes and tags that are
     * not sent again are kept, and so are versions.
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
     * Grants what fits, in the order given; the answer says what did not fit and why. A task that
     * already holds a reservation here keeps it.
     *
     * @param stopped tasks of this instance that have stopped: they give back their room first, in
     *     the same event
     */
    record Reserve(List<Reservation> asked, Set<String> stopped) implements InstanceCommand {
        public Reserve {
            asked = List.copyOf(asked);
            stopped = Set.copyOf(stopped);
        }
    }

    /** Gives back the room of tasks that have stopped or that were given up before they started. */
    record Release(Set<String> taskIds) implements InstanceCommand {
        public Release {
            taskIds = Set.copyOf(taskIds);
        }
    }

    /** Claims the next block of numbers for messages to the agent. */
    record ReserveSequence(int count) implements InstanceCommand {}

    /**
     * ACTIVE or DRAINING: UpdateContainerInstancesState. A draining instance gets no new tasks and
     * keeps those that it has.
     */
    record SetStatus(ContainerInstance.Status status) implements InstanceCommand {}

    record ChangeTags(TagChange change) implements InstanceCommand {}

    /** PutAttributes, DeleteAttributes. */
    record ChangeAttributes(AttributeChange change) implements InstanceCommand {}

    /** What the agent says of itself when it connects; a null component says nothing. */
    record SetVersions(ContainerInstance.Versions versions) implements InstanceCommand {}

    /**
     * Takes it out of the cluster: DeregisterContainerInstance.
     *
     * @param force also where tasks still run on it
     * @param stopped tasks that have stopped but whose room was not given back yet
     */
    record Deregister(boolean force, Set<String> stopped) implements InstanceCommand {
        public Deregister {
            stopped = Set.copyOf(stopped);
        }
    }
}
