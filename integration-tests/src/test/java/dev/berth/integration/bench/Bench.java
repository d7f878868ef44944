package dev.berth.integration.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * This run's own corner of the machine. Its number is one that no living run has; from the number
 * follow a folder (short, because Unix sockets lie in it), a bridge, a /24 and the names of the
 * namespaces. What an aborted run left under a number is removed before the number is used again.
 */
public final class Bench implements AutoCloseable {
    static final Path ROOT = Path.of("/run/berth-it");
    private static final int NUMBERS = 250;

    private final int number;
    private final Map<String, DockerHost> hosts = new HashMap<>();

    private Bench(int number) {
        this.number = number;
    }

    public static Bench claim() {
        Requirements.check();
        try {
            Files.createDirectories(ROOT);
            for (int number = 0; number < NUMBERS; number++) {
                var bench = new Bench(number);
                if (!bench.take()) continue;
                bench.makeBridge();
                return bench;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("All benches are taken: see " + ROOT);
    }

    /** The Docker host of that name, started when it is first asked for. */
    public synchronized DockerHost host(String name) {
        return hosts.computeIfAbsent(
                name, _ -> DockerHost.start(this, name, address(11 + hosts.size())));
    }

    public Path folder() {
        return ROOT.resolve(Integer.toString(number));
    }

    /** Where big and readable things go: data roots, data folders, logs. */
    public Path workspace() {
        return Path.of("target", "bench", Integer.toString(number)).toAbsolutePath();
    }

    String bridge() {
        return "berth-it" + number;
    }

    String namespace(String host) {
        return "berth-it" + number + "-" + host;
    }

    String address(int last) {
        return "10.86.%d.%d".formatted(number, last);
    }

    private boolean take() throws IOException {
        if (Files.exists(folder())) {
            if (owner(folder()).isAlive()) return false;
            Leftovers.remove(this);
        }
        if (Command.run("ip", "-4", "route").contains("10.86.%d.".formatted(number))) return false;
        // A rename claims the number together with the owner's name, or not at all.
        var claim = Files.createTempDirectory(ROOT, "claim");
        Files.writeString(claim.resolve("owner"), Owner.self().toString());
        try {
            Files.move(claim, folder(), StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException _) {
            Leftovers.delete(claim);
            return false;
        }
        Leftovers.delete(workspace());
        return true;
    }

    private void makeBridge() {
        Command.run("ip", "link", "add", bridge(), "type", "bridge");
        Command.run("ip", "address", "add", address(1) + "/24", "dev", bridge());
        Command.run("ip", "link", "set", bridge(), "up");
    }

    @Override
    public synchronized void close() {
        hosts.values().forEach(DockerHost::close);
        Leftovers.remove(this);
    }

    private static Owner owner(Path folder) throws IOException {
        var words = Files.readString(folder.resolve("owner")).split(" ");
        return new Owner(Long.parseLong(words[0]), Long.parseLong(words[1]));
    }

    /** A process, told apart from later ones with its number by when it started. */
    private record Owner(long pid, long startedMillis) {
        static Owner self() {
            return of(ProcessHandle.current());
        }

        static Owner of(ProcessHandle process) {
            var started = process.info().startInstant().orElse(Instant.EPOCH);
            return new Owner(process.pid(), started.toEpochMilli());
        }

        boolean isAlive() {
            return ProcessHandle.of(pid).filter(p -> of(p).equals(this)).isPresent();
        }

        @Override
        public String toString() {
            return pid + " " + startedMillis;
        }
    }
}
