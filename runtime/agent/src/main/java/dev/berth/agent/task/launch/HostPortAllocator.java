package dev.berth.agent.task.launch;

import dev.berth.agent.docker.PortRange;
import dev.berth.agent.docker.PublishedPort;
import dev.berth.protocol.agent.payload.PayloadPortMapping;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The ports of the Docker host that this agent has given out, and to which task. It goes around its
 * range, so that a port rests before it is used again, and tests nothing by binding: the host may
 * live in another network namespace. What else holds a port is learned from Docker. Any thread may
 * call.
 */
public final class HostPortAllocator {
    private final PortRange range;
    private final Set<Integer> reserved;
    private final Map<String, String> owners = new HashMap<>();
    private int next;

    /**
     * @param reserved ports of the host that are never chosen
     */
    public HostPortAllocator(PortRange range, Set<Integer> reserved) {
        this.range = range;
        this.reserved = Set.copyOf(reserved);
        this.next = range.first();
    }

    /**
     * The ports that a container publishes, each with a host port: its own, or one that is chosen
     * here.
     */
    public synchronized List<PublishedPort> choose(String task, List<PayloadPortMapping> mappings) {
        return mappings.stream()
                .flatMap(
                        mapping ->
                                mapping.containerPortRange() == null
                                        ? Stream.of(chooseOne(task, mapping))
                                        : chooseBlock(task, mapping))
                .toList();
    }

    private PublishedPort chooseOne(String task, PayloadPortMapping mapping) {
        var protocol = protocol(mapping);
        var dynamic = mapping.hostPort() == 0;
        var port =
                new PublishedPort(mapping.containerPort(), mapping.hostPort(), protocol, dynamic);
        if (dynamic) {
            return port.withHostPort(take(task, protocol));
        }
        owners.putIfAbsent(key(port.hostPort(), protocol), task);
        return port;
    }

    /** Host ports in one row for a range of the container's, where there is such a row. */
    private Stream<PublishedPort> chooseBlock(String task, PayloadPortMapping mapping) {
        var protocol = protocol(mapping);
        var inside = PortRange.parse(mapping.containerPortRange());
        var first = row(inside.size(), protocol);
        return IntStream.range(0, inside.size())
                .mapToObj(
                        i -> {
                            var port =
                                    new PublishedPort(
                                            inside.first() + i, first + i, protocol, true);
                            if (first == 0) {
                                return port.withHostPort(take(task, protocol));
                            }
                            owners.put(key(port.hostPort(), protocol), task);
                            return port;
                        });
    }

    /** The first of so many free ports in a row, from where the last search ended; 0 for none. */
    private int row(int size, String protocol) {
        var free = 0;
        for (int tried = 0; tried < 2 * range.size(); tried++) {
            if (next > range.last()) {
                next = range.first();
                free = 0;
            }
            var port = next++;
            free =
                    reserved.contains(port) || owners.containsKey(key(port, protocol))
                            ? 0
                            : free + 1;
            if (free == size) {
                return port - size + 1;
            }
        }
        return 0;
    }

    private static String protocol(PayloadPortMapping mapping) {
        return mapping.protocol() == null ? "tcp" : mapping.protocol();
    }

    /**
     * Other host ports for those of {@code ports} that are in {@code taken}, which something else
     * on the host holds.
     */
    synchronized List<PublishedPort> chooseOthers(
            String task, List<PublishedPort> ports, Collection<PublishedPort> taken) {
        var chosen =
                ports.stream()
                        .map(p -> taken.contains(p) ? p.withHostPort(take(task, p.protocol())) : p)
                        .toList();
        release(task, taken);
        return chosen;
    }

    /** Remembers ports that were chosen before the agent was started. */
    public synchronized void restore(String task, List<PublishedPort> ports) {
        for (var port : ports) {
            owners.put(key(port.hostPort(), port.protocol()), task);
            if (port.dynamic() && port.hostPort() >= next && port.hostPort() <= range.last()) {
                next = port.hostPort() + 1;
            }
        }
    }

    public synchronized void release(String task, Collection<PublishedPort> ports) {
        for (var port : ports) {
            owners.remove(key(port.hostPort(), port.protocol()), task);
        }
    }

    /** The next free port, or 0. */
    private int take(String task, String protocol) {
        for (int tried = 0; tried < range.size(); tried++) {
            if (next > range.last()) {
                next = range.first();
            }
            var port = next++;
            if (!reserved.contains(port) && owners.putIfAbsent(key(port, protocol), task) == null) {
                return port;
            }
        }
        return 0;
    }

    private static String key(int port, String protocol) {
        return port + "/" + protocol;
    }
}
