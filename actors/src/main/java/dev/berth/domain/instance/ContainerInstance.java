package dev.berth.domain.instance;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.Tags;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.pcollections.PMap;

/**
 * A container instance: a Docker host with an agent. Only the instance grants reservations of its
 * resources.
 *
 * <p>Reservations never exceed what is registered at that moment, and a host port belongs to at
 * most one task. If an agent registers again with less than is reserved, reservations are kept, and
 * no more are granted.
 */
public sealed interface ContainerInstance extends Aggregate.State {

    record Absent() implements ContainerInstance {}

    /**
     * @param instanceId the last part of its ARN
     * @param attributes by name; an attribute without a value maps to the empty string
     * @param reservations by task id
     * @param sequenceReserved the highest claimed number for messages to its agent
     * @param version counts the changes that ECS would announce, from 1
     * @param tags user tags; removed at deregistration
     */
    record Registered(
            String cluster,
            String instanceId,
            Status status,
            Resources resources,
            Map<String, String> attributes,
            Versions versions,
            Instant registeredAt,
            PMap<String, Reservation> reservations,
            long sequenceReserved,
            long version,
            Map<String, String> tags)
            implements ContainerInstance {
        public Registered {
            attributes = Map.copyOf(attributes);
            tags = Tags.held(tags);
        }

        public Registered(
                String cluster,
                String instanceId,
                Status status,
                Resources resources,
                Map<String, String> attributes,
                Versions versions,
                Instant registeredAt,
                PMap<String, Reservation> reservations,
                long sequenceReserved,
                long version) {
            this(
                    cluster,
                    instanceId,
                    status,
                    resources,
                    attributes,
                    versions,
                    registeredAt,
                    reservations,
                    sequenceReserved,
                    version,
                    Map.of());
        }

        public int reservedCpu() {
            return reservations.values().stream().mapToInt(Reservation::cpu).sum();
        }

        public int reservedMemory() {
            return reservations.values().stream().mapToInt(Reservation::memory).sum();
        }
    }

    /** Deregistered: it can be described for a while, and gets no more tasks. */
    record Inactive(
            String cluster,
            String instanceId,
            Resources resources,
            Map<String, String> attributes,
            Versions versions,
            Instant registeredAt,
            Instant deregisteredAt,
            long version)
            implements ContainerInstance {
        public Inactive {
            attributes = Map.copyOf(attributes);
        }
    }

    enum Status {
        ACTIVE,
        DRAINING
    }

    /** The versions that the agent reported; each may be null. */
    record Versions(String agentVersion, String agentHash, String dockerVersion) {
        public static final Versions UNKNOWN = new Versions(null, null, null);

        /** These versions; a null component keeps its previous value. */
        Versions after(Versions before) {
            return new Versions(
                    agentVersion == null ? before.agentVersion : agentVersion,
                    agentHash == null ? before.agentHash : agentHash,
                    dockerVersion == null ? before.dockerVersion : dockerVersion);
        }
    }

    /** The instance, if it is registered. */
    static Optional<Registered> registered(ContainerInstance state) {
        return state instanceof Registered registered ? Optional.of(registered) : Optional.empty();
    }
}
