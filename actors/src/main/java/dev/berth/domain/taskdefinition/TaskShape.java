package dev.berth.domain.taskdefinition;

import dev.berth.domain.HostPort;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parts of a task definition that the rules interpret.
 *
 * @param requiredAttributes attributes that an instance must have: {@code name}, or {@code
 *     name=value} if the value must match
 */
public record TaskShape(
        NetworkMode networkMode, List<ContainerShape> containers, Set<String> requiredAttributes) {

    public TaskShape {
        containers = List.copyOf(containers);
        requiredAttributes = Set.copyOf(requiredAttributes);
    }

    /**
     * The host ports that every task of this definition needs on its instance: fixed host ports,
     * and all ports in host mode.
     */
    public Set<HostPort> fixedPorts() {
        var ports = new TreeSet<HostPort>();
        containers.forEach(container -> ports.addAll(container.fixedPorts()));
        return ports;
    }

    /**
     * @param cpu CPU units, 0 if none are set
     * @param memory the hard limit in MiB, 0 if there is none
     * @param memoryReservation the soft limit in MiB, 0 if there is none
     * @param fixedPorts the host ports of its port mappings that are not dynamic
     */
    public record ContainerShape(
            String name,
            boolean essential,
            int cpu,
            int memory,
            int memoryReservation,
            Set<HostPort> fixedPorts) {
        public ContainerShape {
            fixedPorts = Set.copyOf(fixedPorts);
        }

        /** The memory that placement reserves for it: the soft limit if there is one, as in ECS. */
        public int chargedMemory() {
            return memoryReservation > 0 ? memoryReservation : memory;
        }
    }
}
