package dev.berth.integration.testbed;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.httpclient5.ApacheDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * A real Docker host: a {@code dockerd} of its own in a network namespace of its own, with its own
 * address, images, containers and firewall. It runs with {@code --live-restore}, so that its
 * containers outlive the daemon.
 */
public final class DockerHost implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final String name;
    private final String address;
    private final Path folder;
    private final Path dataRoot;
    private final Path namespace;
    private final Path log;
    private final String outside;
    private final DockerClient client;
    private final boolean liveRestore;
    private ChildProcess daemon;

    private DockerHost(Bench bench, String name, String address, boolean liveRestore) {
        this.name = name;
        this.liveRestore = liveRestore;
        this.outside = bench.address(1);
        this.address = address;
        this.folder = bench.folder().resolve(name);
        this.dataRoot = bench.workspace().resolve("docker").resolve(name);
        this.namespace = Path.of("/run/netns", bench.namespace(name));
        this.log = bench.workspace().resolve("dockerd-" + name + ".log");
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder();
        config.withDockerHost(url()).withDockerTlsVerify(false);
        var transport = new ApacheDockerHttpClient.Builder();
        transport.dockerHost(config.build().getDockerHost()).maxConnections(64);
        this.client = DockerClientImpl.getInstance(config.build(), transport.build());
    }

    static DockerHost start(Bench bench, String name, String address, boolean liveRestore) {
        var host = new DockerHost(bench, name, address, liveRestore);
        try {
            Files.createDirectories(host.folder);
            Files.createDirectories(host.dataRoot);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Namespace.create(bench, name, address);
        host.startDaemon();
        BusyboxImage.load(host, bench.workspace());
        return host;
    }

    public String name() {
        return name;
    }

    /** Where published ports answer. */
    public String address() {
        return address;
    }

    /** Where its containers reach what listens beside the tests. */
    public String outside() {
        return outside;
    }

    /** As {@code berth agent --docker-host} takes it. */
    public String url() {
        return "unix://" + folder.resolve("docker.sock");
    }

    /** The process of the daemon. */
    public long pid() {
        return daemon.pid();
    }

    public DockerClient client() {
        return client;
    }

    /** The network namespace that its daemon and its containers are in. */
    public Path namespace() {
        return namespace;
    }

    /** Drops what crosses its network interface in these directions, until {@link #rejoin}. */
    public void cutOff(Set<Direction> directions) {
        for (var direction : directions) direction.rule("-I", namespace);
    }

    /** Ends {@link #cutOff}. */
    public void rejoin(Set<Direction> directions) {
        for (var direction : directions) direction.rule("-D", namespace);
    }

    /** A direction in which packets pass the network interface of a host. */
    public enum Direction {
        INBOUND("INPUT", "-i"),
        OUTBOUND("OUTPUT", "-o");

        private final String chain;
        private final String flag;

        Direction(String chain, String flag) {
            this.chain = chain;
            this.flag = flag;
        }

        private void rule(String action, Path namespace) {
            Firewall.iptables(namespace, action, chain, flag, "eth0", "-j", "DROP");
        }
    }

    /** The rules of its firewall's tables {@code nat} and {@code filter}. */
    public long firewallRules() {
        return Firewall.rules(namespace);
    }

    /** All containers with these labels, the stopped ones too. */
    public List<Container> containers(Map<String, String> labels) {
        return client.listContainersCmd().withShowAll(true).withLabelFilter(labels).exec();
    }

    /** SIGSTOP: the daemon answers nobody; its containers go on. */
    public void freeze() {
        daemon.freeze();
    }

    public void thaw() {
        daemon.thaw();
    }

    /** SIGKILL; the containers go on. */
    public void kill() {
        daemon.kill();
    }

    /** Starts the daemon again after {@link #kill}. */
    public void restart() {
        var containerd = folder.resolve("exec/containerd/containerd.pid");
        try {
            if (Files.exists(containerd)) {
                var pid = Long.parseLong(Files.readString(containerd).strip());
                // It dies with the daemon, and a new daemon that still finds its pid waits for it
                // 27 s and gives up.
                Await.until(
                        "containerd of " + name + " to end",
                        START,
                        () -> ProcessHandle.of(pid).map(Leftovers::isGone).orElse(true));
                Files.deleteIfExists(containerd);
            }
            Files.deleteIfExists(folder.resolve("pid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        startDaemon();
    }

    private void startDaemon() {
        var command =
                List.of(
                        // ip netns exec would hide the cgroups from dockerd.
                        "nsenter",
                        "--net=" + namespace,
                        "dockerd",
                        "--data-root=" + dataRoot,
                        "--exec-root=" + folder.resolve("exec"),
                        "--pidfile=" + folder.resolve("pid"),
                        "--host=" + url(),
                        "--live-restore=" + liveRestore);
        daemon =
                ChildProcess.start(
                        "dockerd of host " + name,
                        log,
                        command,
                        Firewall.forDocker(namespace, folder));
        daemon.await(
                "answer",
                START,
                () -> {
                    client.versionCmd().exec();
                    return true;
                });
    }

    public String logTail() {
        return daemon.logTail();
    }

    @Override
    public void close() {
        if (daemon.isAlive()) {
            thaw();
            removeContainers(Map.of());
            daemon.terminate();
            daemon.awaitExit(START);
        }
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With the daemon's help, so that it leaves no cgroup or address behind. */
    public void removeContainers(Map<String, String> labels) {
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (var container : containers(labels))
                threads.submit(
                        () -> client.removeContainerCmd(container.getId()).withForce(true).exec());
        }
    }

    @Override
    public String toString() {
        return "Docker host " + name + " (" + address + ")";
    }
}
