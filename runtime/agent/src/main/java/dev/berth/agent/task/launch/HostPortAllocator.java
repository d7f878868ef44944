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
 * The host ports that this agent has assigned to tasks. It cycles through its range, so that a port
 * is not reused at once. It does not test ports by binding them, because the host may be in another
 * network namespace. Docker reports ports that are in use by others. Safe for several threads.
 */
public final class HostPortAllocator {
    private final PortRange range;
    private final Set<Integer> reserved;
    private final Map<String, String> owners = new HashMap<>();
    private int next;

    /**
     * @param reserved host ports that are never chosen
     */
    public HostPortAllocator(PortRange range, Set<Integer> reserved) {
        this.range = range;
        this.reserved = Set.copyOf(reserved);
        this.next = range.first();
    }

    /** The published ports of a container, each with a fixed or a chosen host port. */
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

    /** Consecutive host ports for a range of container ports, if there are any. */
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

    /**
     * The first of a number of consecutive free ports, starting after the last search; 0 for none.
     */
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

    /** Other host ports for those in {@code taken}, which are in use on the host. */
    synchronized List<PublishedPort> chooseOthers(
            String task, List<PublishedPort> ports, Collection<PublishedPort> taken) {
        var chosen =
                ports.stream()
                        .map(p -> taken.contains(p) ? p.withHostPort(take(task, p.protocol())) : p)
                        .toList();
        release(task, taken);
        return chosen;
    }

    /** Restores ports that were chosen before the restart of the agent. */
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
