package dev.berth.integration.installation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.integration.testbed.Bench;
import dev.berth.integration.testbed.ChildProcess;
import dev.berth.integration.testbed.DockerHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A real agent process that runs a cluster's tasks on one Docker host. */
public final class BerthAgent implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    private final Bench bench;
    private final BerthServer server;
    private final DockerHost host;
    private final String cluster;
    private final String name;
    private Map<String, String> environment = Map.of();
    private boolean sharedEngine;
    private boolean insideHost;
    private ChildProcess process;

    private BerthAgent(Bench bench, BerthServer server, DockerHost host, String cluster) {
        this.bench = bench;
        this.server = server;
        this.host = host;
        this.cluster = cluster;
        this.name = cluster + "-" + host.name();
    }

    /** An agent with an empty state folder, not yet started. */
    public static BerthAgent of(Bench bench, BerthServer server, DockerHost host, String cluster) {
        return new BerthAgent(bench, server, host, cluster);
    }

    /** From now on it says that another agent on its Docker Engine is meant to be there. */
    public BerthAgent sharingItsEngine() {
        sharedEngine = true;
        return this;
    }

    /**
     * From now on it runs in the network namespace of its host, so that it is cut off together with
     * the host.
     */
    public BerthAgent insideItsHost() {
        insideHost = true;
        return this;
    }

    /** Variables that it is started with from now on. */
    public BerthAgent with(Map<String, String> variables) {
        environment = Map.copyOf(variables);
        return this;
    }

    /** Starts and waits until the agent says that it is connected to the server. */
    public BerthAgent start() {
        launch();
        process.await("connect", START, this::isConnected);
        return this;
    }

    public ChildProcess launch() {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--server",
                                server.endpoint().toString(),
                                "--cluster",
                                cluster,
                                "--docker-host",
                                host.url(),
                                "--advertise-address",
                                host.address(),
                                "--introspection-port",
                                "0",
                                "--allow-shared-engine=" + sharedEngine,
                                "--credentials-file",
                                server.credentialsFile().toString(),
                                "--data",
                                server.data().toString(),
                                "--state",
                                server.data().resolve("agents").resolve(name).toString()));
        if (!insideHost) arguments.addAll(List.of("--metadata-address", host.outside()));
        process =
                JavaProgram.start(
                        bench,
                        "agent %s of %s".formatted(name, server),
                        bench.workspace()
                                .resolve(server.data().getFileName() + "-agent-" + name + ".log"),
                        "dev.berth.agent.Main",
                        List.of("server", "actors", "cli"),
                        arguments,
                        environment,
                        insideHost ? host.namespace() : null);
        return process;
    }

    public DockerHost host() {
        return host;
    }

    public ChildProcess process() {
        return process;
    }

    /** The instance that the agent registered as. */
    public String containerInstanceArn() {
        try {
            return runFile().path("containerInstanceArn").asText();
        } catch (IOException e) {
            throw new IllegalStateException("the agent " + name + " is not registered", e);
        }
    }

    /** What this very process wrote, not one that was killed before it. */
    public boolean isConnected() throws IOException {
        if (!Files.exists(runFilePath())) return false;
        var file = runFile();
        return file.path("pid").asLong() == process.pid() && file.path("connected").asBoolean();
    }

    /** SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** SIGTERM; the exit code. */
    public int stop() {
        process.terminate();
        return process.awaitExit(STOP);
    }

    @Override
    public void close() {
        if (process != null && process.isAlive()) process.kill();
    }

    private Path runFilePath() {
        return server.data().resolve("run").resolve("agent-" + name + ".json");
    }

    private JsonNode runFile() throws IOException {
        return JSON.readTree(Files.readAllBytes(runFilePath()));
    }
}
