package dev.berth.domain.instance;

import dev.berth.domain.HostPort;
import java.util.Set;

/**
 * The resources that an instance registered.
 *
 * @param cpu CPU units, 1024 per core
 * @param memory MiB
 * @param reservedPorts ports that are not available to tasks (ssh, Docker, the agent)
 */
public record Resources(int cpu, int memory, Set<HostPort> reservedPorts) {
    public Resources {
        reservedPorts = Set.copyOf(reservedPorts);
    }
}
