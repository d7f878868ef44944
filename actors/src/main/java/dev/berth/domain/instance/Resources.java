package dev.berth.domain.instance;

import dev.berth.domain.HostPort;
import java.util.Set;

/**
 * What an instance registered.
 *
 * @param cpu CPU units, 1024 to a core
 * @param memory MiB
 * @param reservedPorts ports that no task may have (ssh, Docker, the agent's own)
 */
public record Resources(int cpu, int memory, Set<HostPort> reservedPorts) {
    public Resources {
        reservedPorts = Set.copyOf(reservedPorts);
    }
}
