package dev.berth.integration.testbed;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * This run's own corner of the machine. Its number is one that no living run has; from the number
 * follow a folder (short, because Unix sockets lie in it), a bridge, a /24 and the names of the
 * namespaces. Whatever aborted runs left is removed before a number is claimed.
 */
public final class Bench implements AutoCloseable {
    private static final Path ROOT = Path.of("/run/berth-bench");
    private static final int NUMBERS = 250;

    private final int number;
    private final Path workspace;
    private final Map<String, DockerHost> hosts = new HashMap<>();

    private Bench(int number, Path workspace) {
        this.number = number;
        this.workspace = workspace;
    }

    public static synchronized Bench claim() {
        Requirements.check();
        try {
            Files.createDirectories(ROOT);
            try (var channel = FileChannel.open(ROOT.resolve("lock"), CREATE, WRITE);
                    var _ = channel.lock()) {
                for (var dead : dead()) Leftovers.remove(dead);
                return next();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Bench> dead() throws IOException {
        try (var folders = Files.list(ROOT)) {
            var dead = new ArrayList<Bench>();
            for (var folder : folders.filter(Files::isDirectory).toList()) {
                if (Owner.read(folder.resolve("owner")).isAlive()) continue;
                var number = Integer.parseInt(folder.getFileName().toString());
                // The aborted run may have been one of another checkout.
                var written = folder.resolve("workspace");
                var workspace = Files.exists(written) ? Path.of(Files.readString(written)) : folder;
                dead.add(new Bench(number, workspace));
            }
            return dead;
        }
    }

    private static Bench next() throws IOException {
        var routes = Command.run("ip", "-4", "route");
        for (int number = 0; number < NUMBERS; number++) {
            var workspace = Path.of("target", "bench", Integer.toString(number)).toAbsolutePath();
            var bench = new Bench(number, workspace);
            if (Files.exists(bench.folder()) || routes.contains(bench.address(0) + "/")) continue;
            bench.take();
            return bench;
        }
        throw new IllegalStateException("All benches are taken: see " + ROOT);
    }

    private void take() throws IOException {
        Leftovers.delete(workspace);
        Files.createDirectory(folder());
        Files.writeString(folder().resolve("workspace"), workspace.toString());
        Owner.self().write(folder().resolve("owner"));
        Command.run("ip", "link", "add", bridge(), "type", "bridge");
        Command.run("ip", "address", "add", address(1) + "/24", "dev", bridge());
        Command.run("ip", "link", "set", bridge(), "up");
    }

    /** The Docker host of that name, started when it is first asked for. */
    public synchronized DockerHost host(String name) {
        return host(name, true);
    }

    /** One whose containers die with its daemon, as Docker Swarm mode requires. */
    public synchronized DockerHost swarmHost(String name) {
        return host(name, false);
    }

    private DockerHost host(String name, boolean liveRestore) {
        return hosts.computeIfAbsent(
                name, _ -> DockerHost.start(this, name, address(11 + hosts.size()), liveRestore));
    }

    public Path folder() {
        return ROOT.resolve(Integer.toString(number));
    }

    /** Where big and readable things go: data roots, data folders, logs. */
    public Path workspace() {
        return workspace;
    }

    /** The address of the tests' own side of the network between the Docker hosts. */
    public String gateway() {
        return address(1);
    }

    String bridge() {
        return "bench" + number;
    }

    String namespace(String host) {
        return "berth-bench" + number + "-" + host;
    }

    String address(int last) {
        return "10.86.%d.%d".formatted(number, last);
    }

    @Override
    public synchronized void close() {
        hosts.values().forEach(DockerHost::close);
        Leftovers.remove(this);
    }
}
