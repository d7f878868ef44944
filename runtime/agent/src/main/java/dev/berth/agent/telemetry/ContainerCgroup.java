package dev.berth.agent.telemetry;

import dev.berth.agent.telemetry.ContainerSample.Flow;
import dev.berth.agent.telemetry.ContainerSample.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the control groups of a running container as files, of version 1 or 2. Network statistics
 * come from its network namespace.
 *
 * @param folders of the controllers {@code cpuacct}, {@code memory} and {@code blkio}; all three
 *     are the same for version 2
 * @param network its list of interfaces, null if it has no own network
 */
record ContainerCgroup(boolean second, Map<String, Path> folders, Path network, int cpus) {
    private static final List<String> CONTROLLERS = List.of("cpuacct", "memory", "blkio");
    private static final Flow NOTHING = new Flow(0, 0, 0, 0);

    /**
     * Finds the control groups by the first process of the container.
     *
     * @param proc the process folder of the host, {@code /proc}
     * @param mount the control groups, {@code /sys/fs/cgroup}
     * @param ownNetwork whether the container has its own network namespace
     * @return empty if this agent has no access to them, for example inside a container
     */
    static Optional<ContainerCgroup> find(
            long pid, Path proc, Path mount, boolean ownNetwork, int cpus) throws IOException {
        var process = proc.resolve(Long.toString(pid));
        var network = ownNetwork ? process.resolve("net/dev") : null;
        var folders = new HashMap<String, Path>();
        Path unified = null;
        for (var line : Files.readAllLines(process.resolve("cgroup"))) {
            var parts = line.split(":", 3);
            if (parts.length < 3 || parts[2].startsWith("/..")) {
                continue; // not visible to this agent
            }
            var path = parts[2].substring(1);
            if (parts[1].isEmpty()) {
                unified = mount.resolve(path);
            }
            for (var controller : parts[1].split(",")) {
                if (CONTROLLERS.contains(controller)) {
                    folders.put(controller, mount.resolve(controller).resolve(path));
                }
            }
        }
        if (folders.keySet().containsAll(CONTROLLERS)) {
            var first = new ContainerCgroup(false, folders, network, cpus);
            return Files.isReadable(first.file("cpuacct", "cpuacct.usage"))
                    ? Optional.of(first)
                    : Optional.empty();
        }
        if (unified == null || !Files.isReadable(unified.resolve("memory.current"))) {
            return Optional.empty();
        }
        var all = Map.of("cpuacct", unified, "memory", unified, "blkio", unified);
        return Optional.of(new ContainerCgroup(true, all, network, cpus));
    }

    private Path file(String controller, String name) {
        return folders.get(controller).resolve(name);
    }

    /**
     * The usage of the container so far.
     *
     * @throws IOException if it has ended
     */
    ContainerSample read(Instant now) throws IOException {
        return second ? readSecond(now) : readFirst(now);
    }

    private ContainerSample readFirst(Instant now) throws IOException {
        var nanos = number(file("cpuacct", "cpuacct.usage"));
        var usage = number(file("memory", "memory.usage_in_bytes"));
        var cache = values(file("memory", "memory.stat")).getOrDefault("cache", 0L);
        var read = 0L;
        var written = 0L;
        var transferred = file("blkio", "blkio.throttle.io_service_bytes_recursive");
        if (!Files.exists(transferred)) {
            transferred = file("blkio", "blkio.throttle.io_service_bytes");
        }
        for (var line : Files.readAllLines(transferred)) {
            var words = line.split(" ");
            if (words.length == 3 && words[1].equals("Read")) {
                read += Long.parseLong(words[2]);
            } else if (words.length == 3 && words[1].equals("Write")) {
                written += Long.parseLong(words[2]);
            }
        }
        return new ContainerSample(
                now, nanos, cpus, Math.max(0, usage - cache), passed(), read, written);
    }

    private ContainerSample readSecond(Instant now) throws IOException {
        var nanos = 1000 * values(file("cpuacct", "cpu.stat")).getOrDefault("usage_usec", 0L);
        var usage = number(file("memory", "memory.current"));
        var cache = values(file("memory", "memory.stat")).getOrDefault("inactive_file", 0L);
        var read = 0L;
        var written = 0L;
        var transferred = file("blkio", "io.stat");
        for (var line :
                Files.exists(transferred) ? Files.readAllLines(transferred) : List.<String>of()) {
            for (var word : line.split(" ")) {
                if (word.startsWith("rbytes=")) {
                    read += Long.parseLong(word.substring("rbytes=".length()));
                } else if (word.startsWith("wbytes=")) {
                    written += Long.parseLong(word.substring("wbytes=".length()));
                }
            }
        }
        return new ContainerSample(
                now, nanos, cpus, Math.max(0, usage - cache), passed(), read, written);
    }

    /**
     * The sum over all interfaces except loopback; each line has eight numbers for each direction.
     */
    private Network passed() throws IOException {
        if (network == null) {
            return null;
        }
        var received = NOTHING;
        var sent = NOTHING;
        for (var line : Files.readAllLines(network)) {
            var colon = line.indexOf(':');
            if (colon < 0 || line.substring(0, colon).strip().equals("lo")) {
                continue;
            }
            var words = line.substring(colon + 1).strip().split("\\s+");
            if (words.length >= 12) {
                received = received.plus(flow(words, 0));
                sent = sent.plus(flow(words, 8));
            }
        }
        return new Network(received, sent);
    }

    private static Flow flow(String[] words, int from) {
        return new Flow(
                Long.parseLong(words[from]),
                Long.parseLong(words[from + 1]),
                Long.parseLong(words[from + 2]),
                Long.parseLong(words[from + 3]));
    }

    private static long number(Path file) throws IOException {
        return Long.parseLong(Files.readString(file).strip());
    }

    private static Map<String, Long> values(Path file) throws IOException {
        var values = new HashMap<String, Long>();
        for (var line : Files.readAllLines(file)) {
            var space = line.indexOf(' ');
            if (space > 0) {
                values.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
            }
        }
        return values;
    }
}
