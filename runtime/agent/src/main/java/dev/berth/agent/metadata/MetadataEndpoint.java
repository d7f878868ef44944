package dev.berth.agent.metadata;

import dev.berth.agent.docker.DockerReader;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.agent.http.LocalHttp;
import dev.berth.agent.retry.Backoff;
import dev.berth.agent.task.launch.ContainerEnvironment;
import dev.berth.agent.task.state.TaskState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task metadata endpoint for containers, version 4 (and 3 on the same port).
 *
 * <p>Amazon's agent uses 169.254.170.2, which needs a firewall rule on the host. This agent listens
 * on an address of the host that containers can reach anyway, the gateway of Docker's network
 * {@code bridge}, and passes that address in environment variables; the host is not changed. If the
 * agent cannot listen there, containers do not get these variables, and tasks run without the
 * endpoint.
 */
public final class MetadataEndpoint implements ContainerEnvironment, AutoCloseable {
    /** Amazon's address, for hosts with its firewall rule. */
    public static final String AMAZONS_ADDRESS = "169.254.170.2";

    /** The value of the setting that disables the endpoint. */
    public static final String OFF = "off";

    private static final Logger log = LoggerFactory.getLogger(MetadataEndpoint.class);
    private static final int PORT = 51679;
    private static final int PORTS_TRIED = 32;
    private static final long LAUNCH_WAITS_SECONDS = 10;

    private final DockerReader docker;
    private final String setting;
    private final Path folder;
    private final MetadataState state;
    private final ContainerKeys keys;
    private final CountDownLatch decided = new CountDownLatch(1);
    private final Thread thread;
    private volatile LocalHttp.Handler handler =
            (_, _) -> LocalHttp.Answer.refusal(503, "the agent is starting");
    private volatile String base;
    private volatile LocalHttp http;
    private volatile String problem;
    private volatile boolean closed;

    /**
     * Starts listening as soon as Docker returns the address.
     *
     * @param setting an address; {@link #OFF}; null for the address of Docker's bridge
     * @param folder the state folder of the agent
     */
    public MetadataEndpoint(DockerReader docker, String setting, Path folder) throws IOException {
        this.docker = docker;
        this.setting = setting;
        this.folder = folder;
        this.state = MetadataState.load(folder);
        this.keys = new ContainerKeys(state.secret());
        this.thread = Thread.ofVirtual().name("metadata endpoint").start(this::begin);
    }

    ContainerKeys keys() {
        return keys;
    }

    /** Sets the handler that answers from now on. */
    public void answerBy(LocalHttp.Handler answers) {
        handler = answers;
    }

    private void begin() {
        try {
            if (AMAZONS_ADDRESS.equals(setting)) {
                http = listen("127.0.0.1", List.of(PORT));
                base = "http://" + AMAZONS_ADDRESS;
            } else if (!OFF.equals(setting)) {
                listenAt(setting != null ? setting : bridgeAddress());
            }
        } catch (IOException e) {
            problem = e.getMessage();
            log.warn("Task metadata is not available: {}", problem);
        } catch (InterruptedException e) {
            // The agent closes.
        } finally {
            decided.countDown();
            if (closed) {
                close();
            }
        }
    }

    /** Whether the endpoint is available; waits for a while until that is known. */
    public MetadataStatus status() throws InterruptedException {
        decided.await(LAUNCH_WAITS_SECONDS, TimeUnit.SECONDS);
        if (base != null) {
            return new MetadataStatus.Available();
        }
        return OFF.equals(setting)
                ? new MetadataStatus.Off()
                : new MetadataStatus.Unavailable(
                        problem == null ? "Docker does not answer" : problem);
    }

    /** Waits until Docker answers; no task is launched before. */
    private String bridgeAddress() throws IOException, InterruptedException {
        var backoff = Backoff.seconds();
        while (true) {
            try {
                return BridgeAddress.of(docker.network("bridge"), BridgeAddress::ofInterface);
            } catch (DockerRefusal e) {
                throw new IOException(
                        "Docker has no network bridge; set metadata-address. " + e.getMessage());
            } catch (DockerUncertain e) {
                backoff.pause();
            }
        }
    }

    private void listenAt(String address) throws IOException {
        if (NetworkInterface.getByInetAddress(InetAddress.getByName(address)) == null) {
            throw new IOException(
                    "this machine does not have the address %s; set metadata-address to one that containers can reach"
                            .formatted(address));
        }
        // Running containers have the URI of the previous start.
        var before = address.equals(state.address()) ? List.of(state.port()) : List.<Integer>of();
        var opened = listen(address, before);
        http = opened;
        state.at(address, opened.port()).save(folder);
        base = "http://" + address + ":" + opened.port();
        log.info("The task metadata endpoint for containers is {}", base);
    }

    private LocalHttp listen(String address, List<Integer> first) throws IOException {
        IOException last = null;
        for (var i = -first.size(); i < PORTS_TRIED; i++) {
            var port = i < 0 ? first.getFirst() : PORT + i;
            try {
                return LocalHttp.open(new InetSocketAddress(address, port), new Answers());
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IOException(
                "no port from %d on is free at %s. %s".formatted(PORT, address, last.getMessage()));
    }

    /** Passes requests to the current handler. */
    private final class Answers implements LocalHttp.Handler {
        @Override
        public LocalHttp.Answer answer(String path, String query) throws InterruptedException {
            return handler.answer(path, query);
        }

        @Override
        public LocalHttp.Answer put(String path, String body) throws InterruptedException {
            return handler.put(path, body);
        }
    }

    /** A container without a network gets no variables. */
    @Override
    public Map<String, String> of(TaskState task, String container, String networkMode)
            throws InterruptedException {
        if (networkMode.equals("none")) {
            return Map.of();
        }
        decided.await(LAUNCH_WAITS_SECONDS, TimeUnit.SECONDS);
        var where = base;
        if (where == null) {
            return Map.of();
        }
        var key = keys.of(task.arn(), container);
        return Map.of(
                "ECS_CONTAINER_METADATA_URI_V4", where + "/v4/" + key,
                "ECS_CONTAINER_METADATA_URI", where + "/v3/" + key,
                "ECS_AGENT_URI", where + "/api/" + key);
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        var open = http;
        if (open != null) {
            open.close();
        }
    }
}
