package dev.berth.agent.testbed;

import dev.berth.agent.docker.DockerEngine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * A real Docker host for tests: a {@code dockerd} of its own in a network namespace of its own,
 * with a busybox image and no registry. It is started once and ends with the tests. It needs root,
 * docker.io, iptables and busybox-static.
 */
public final class DockerBench implements ParameterResolver {
    public static final String IMAGE = "berth-test/busybox:1";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Host.class;
    }

    @Override
    public Host resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(DockerBench.class))
                .getOrComputeIfAbsent(Host.class, _ -> Host.start(), Host.class);
    }

    /** The host. */
    public static final class Host implements AutoCloseable {
        // A socket's path must be short.
        private static final Path FOLDERS = Path.of("/tmp");
        private static final String NAME = "berth-agent-";

        private final Path folder;
        private final String namespace;
        private Process daemon;

        private Host(Path folder, String namespace) {
            this.folder = folder;
            this.namespace = namespace;
        }

        private static Host start() {
            try {
                removeLeftOvers();
                var own = Long.toString(ProcessHandle.current().pid());
                var host = new Host(Files.createDirectory(FOLDERS.resolve(NAME + own)), NAME + own);
                Shell.succeed("ip", "netns", "add", host.namespace);
                Shell.succeed("ip", "-netns", host.namespace, "link", "set", "lo", "up");
                host.startDaemon();
                host.importImage();
                return host;
            } catch (IOException e) {
                throw new IllegalStateException("no Docker host could be started", e);
            }
        }

        /** Hosts of tests that were killed, told by their process's being gone. */
        private static void removeLeftOvers() throws IOException {
            try (var folders = Files.newDirectoryStream(FOLDERS, NAME + "[0-9]*")) {
                for (var folder : folders) {
                    var name = folder.getFileName().toString();
                    var owner = Long.parseLong(name.substring(NAME.length()));
                    if (ProcessHandle.of(owner).isPresent()) {
                        continue;
                    }
                    if (Files.exists(folder.resolve("pid"))) {
                        var pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
                        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
                        Eventually.holds("dockerd of " + name + " has ended", () -> hasEnded(pid));
                    }
                    Shell.run("ip", "netns", "del", name);
                    remove(folder);
                }
            }
        }

        /** With the mounts that a daemon which was killed leaves. */
        private static void remove(Path folder) throws IOException {
            var mounts =
                    Files.readAllLines(Path.of("/proc/mounts")).stream()
                            .map(line -> line.split(" ")[1])
                            .filter(mount -> mount.startsWith(folder + "/"))
                            .toList();
            for (var mount : mounts.reversed()) {
                Shell.succeed("umount", mount);
            }
            Shell.succeed("rm", "-rf", folder.toString());
        }

        public URI uri() {
            return URI.create("unix://" + folder.resolve("docker.sock"));
        }

        /** What {@code docker} says on this host. */
        public String docker(String... words) {
            return Shell.succeed(command("docker", words));
        }

        private String[] command(String program, String... words) {
            var command = new String[words.length + 2];
            command[0] = program;
            command[1] = "--host=" + uri();
            System.arraycopy(words, 0, command, 2, words.length);
            return command;
        }

        /** Removes containers with a label. */
        public void removeContainers(String label) {
            var listed = docker("ps", "-aq", "--filter", "label=" + label).lines().toList();
            if (!listed.isEmpty()) {
                var words = new ArrayList<>(List.of("rm", "-f", "-v"));
                words.addAll(listed);
                docker(words.toArray(String[]::new));
            }
        }

        /** What a program of this machine says in the host's network. */
        public String inNetwork(String... command) {
            var words = new String[command.length + 2];
            words[0] = "nsenter";
            words[1] = "--net=/run/netns/" + namespace;
            System.arraycopy(command, 0, words, 2, command.length);
            return Shell.succeed(words);
        }

        /** SIGSTOP: the daemon answers nobody. */
        public void freeze() {
            Shell.succeed("kill", "-STOP", Long.toString(daemon.pid()));
        }

        public void thaw() {
            Shell.succeed("kill", "-CONT", Long.toString(daemon.pid()));
        }

        /** SIGKILL; the containers go on. */
        public void kill() throws InterruptedException {
            daemon.destroyForcibly().waitFor();
        }

        /** Starts the daemon again after {@link #kill}. */
        public void restart() throws IOException {
            // Whoever finds the pid of a containerd that died with its daemon waits for it in vain.
            var containerd = folder.resolve("exec/containerd/containerd.pid");
            if (Files.exists(containerd)) {
                var pid = Long.parseLong(Files.readString(containerd).strip());
                Eventually.holds("containerd has ended", () -> hasEnded(pid));
                Files.delete(containerd);
            }
            Files.deleteIfExists(folder.resolve("pid"));
            startDaemon();
        }

        private static boolean hasEnded(long pid) throws IOException {
            var status = Path.of("/proc", Long.toString(pid), "status");
            return !Files.exists(status) || Files.readString(status).contains("State:\tZ");
        }

        private void startDaemon() throws IOException {
            var builder =
                    new ProcessBuilder(
                                    "nsenter",
                                    "--net=/run/netns/" + namespace,
                                    "dockerd",
                                    "--data-root=" + folder.resolve("data"),
                                    "--exec-root=" + folder.resolve("exec"),
                                    "--pidfile=" + folder.resolve("pid"),
                                    "--host=" + uri(),
                                    "--live-restore")
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("dockerd.log").toFile());
            useWorkingFirewall(builder);
            daemon = builder.start();
            try (var docker = new DockerEngine(uri())) {
                Eventually.holds("dockerd answers", () -> docker.negotiate() != null);
            }
        }

        /** Docker needs iptables in the variant that the kernel supports. */
        private void useWorkingFirewall(ProcessBuilder builder) throws IOException {
            var works =
                    Shell.run(
                                            "nsenter",
                                            "--net=/run/netns/" + namespace,
                                            "iptables",
                                            "-t",
                                            "nat",
                                            "-L",
                                            "-n")
                                    .exitCode()
                            == 0;
            if (works) {
                return;
            }
            var legacy = folder.resolve("legacy");
            if (!Files.exists(legacy)) {
                Files.createDirectories(legacy);
                for (var program : new String[] {"iptables", "ip6tables"}) {
                    Files.createSymbolicLink(
                            legacy.resolve(program), Shell.find(program + "-legacy").orElseThrow());
                }
            }
            builder.environment().merge("PATH", legacy.toString(), (path, own) -> own + ":" + path);
        }

        private void importImage() throws IOException {
            var root = Files.createDirectories(folder.resolve("image/bin"));
            Files.copy(Shell.find("busybox").orElseThrow(), root.resolve("busybox"));
            root.resolve("busybox").toFile().setExecutable(true);
            for (var applet : Shell.succeed("busybox", "--list").lines().toList()) {
                if (!applet.equals("busybox")) {
                    Files.createSymbolicLink(root.resolve(applet), Path.of("busybox"));
                }
            }
            var tar = folder.resolve("image.tar").toString();
            Shell.succeed("tar", "-C", folder.resolve("image").toString(), "-cf", tar, ".");
            docker("import", tar, IMAGE);
        }

        @Override
        public void close() throws IOException {
            thaw();
            removeContainers("dev.berth.instance");
            daemon.destroy();
            Eventually.holds("dockerd has ended", () -> !daemon.isAlive());
            Shell.succeed("ip", "netns", "del", namespace);
            remove(folder);
        }
    }
}
