package dev.berth.integration.installation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.integration.fleet.FleetOptions;
import dev.berth.integration.testbed.Await;
import dev.berth.integration.testbed.Bench;
import dev.berth.integration.testbed.ChildProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Many container instances in one process of its own, which speak the protocol of real agents and
 * run nothing. They live through the death of their server and connect again when it is back.
 */
public final class FakeAgents implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final JsonMapper JSON = new JsonMapper();

    private final FleetOptions options;
    private final ChildProcess process;

    private FakeAgents(FleetOptions options, ChildProcess process) {
        this.options = options;
        this.process = process;
    }

    /** Starts them, and waits until all are connected to the cluster, which must exist. */
    public static FakeAgents start(
            Bench bench,
            BerthServer server,
            String cluster,
            int instances,
            UnaryOperator<FleetOptions> more) {
        var agents = launch(bench, server, cluster, instances, more);
        agents.awaitConnected();
        return agents;
    }

    /** Starts them without waiting for anything. */
    public static FakeAgents launch(
            Bench bench,
            BerthServer server,
            String cluster,
            int instances,
            UnaryOperator<FleetOptions> more) {
        var options =
                more.apply(
                        FleetOptions.of(
                                server.endpoint(), server.credentialsFile(), cluster, instances));
        var name = "fleet-" + cluster + "-of-" + server.data().getFileName();
        var process =
                JavaProgram.start(
                        bench,
                        name,
                        bench.workspace().resolve(name + "-" + UUID.randomUUID() + ".log"),
                        "dev.berth.integration.fleet.FleetMain",
                        List.of("server", "actors", "agent", "cli"),
                        options.arguments(),
                        Map.of());
        return attached(process, options);
    }

    /** Those of a process that somebody else has started. */
    public static FakeAgents attached(ChildProcess process, FleetOptions options) {
        return new FakeAgents(options, process);
    }

    /** Waits until each has an open socket; after the server was away, until each has one again. */
    public void awaitConnected() {
        process.await("connect", START, () -> connected() == options.instances());
    }

    /** How many have an open socket now. */
    public int connected() {
        return figures().path("connected").asInt();
    }

    /** What they have counted since they were started, and their CPU seconds. */
    public JsonNode figures() {
        return ask("");
    }

    /** Begins the measured times to RUNNING anew. */
    public void forgetTimes() {
        ask("forget ");
    }

    private JsonNode ask(String what) {
        var question = what + UUID.randomUUID();
        process.tell(question);
        return Await.value("the figures of the fleet", ANSWER, () -> answer(question));
    }

    private Optional<JsonNode> answer(String question) throws IOException {
        for (var line : process.lines().reversed()) {
            if (line.startsWith("{") && line.contains(question) && line.endsWith("}")) {
                return Optional.of(JSON.readTree(line));
            }
        }
        if (!process.isAlive()) throw new Await.Hopeless("it ended\n" + process.logTail());
        return Optional.empty();
    }

    public ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        if (process.isAlive()) process.kill();
    }
}
