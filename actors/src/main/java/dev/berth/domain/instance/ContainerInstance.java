package dev.berth.domain.instance;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.Tags;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.pcollections.PMap;

/**
 * A container instance: a Docker host with an agent. It alone decides who gets a part of its
 * resources.
 *
 * <p>No reservation is granted beyond what is registered at that moment, and a host port has one
 * owner. An agent may register again with less than is reserved: nothing is taken back, and nothing
 * more is granted.
 */
public sealed interface ContainerInstance extends Aggregate.State {

    record Absent() implements ContainerInstance {}

    /**
     * @param instanceId the last part of its ARN
     * @param attributes by name; one that has no value maps to the empty string
     * @param reservations by task id
     * @param sequenceReserved up to which number agent messages to this instance may be numbered
     * @param version counts the changes that ECS would announce, from 1
     * @param tags its owner's; they go when it is deregistered
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

    /** Deregistered: kept to be described for a while, never placed on again. */
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

    /** What the agent said of itself; each may be null. */
    record Versions(String agentVersion, String agentHash, String dockerVersion) {
        public static final Versions UNKNOWN = new Versions(null, null, null);

        /** These; where one is null, the one that was known before. */
        Versions after(Versions before) {
            return new Versions(
                    agentVersion == null ? before.agentVersion : agentVersion,
                    agentHash == null ? before.agentHash : agentHash,
                    dockerVersion == null ? before.dockerVersion : dockerVersion);
        }
    }

    /** The instance, where it is registered. */
    static Optional<Registered> registered(ContainerInstance state) {
        return state instanceof Registered registered ? Optional.of(registered) : Optional.empty();
    }
}
