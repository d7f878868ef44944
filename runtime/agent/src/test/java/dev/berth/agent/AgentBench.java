package dev.berth.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.agent.config.AgentConfigReader;
import dev.berth.agent.connection.StubApi;
import dev.berth.agent.connection.StubSockets;
import dev.berth.agent.json.Json;
import dev.berth.agent.task.Payloads;
import dev.berth.agent.testbed.DockerBench;
import dev.berth.protocol.agent.AckRequest;
import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.AgentMessages;
import dev.berth.protocol.agent.ManifestTask;
import dev.berth.protocol.agent.PayloadMessage;
import dev.berth.protocol.agent.TaskManifestMessage;
import dev.berth.protocol.agent.payload.PayloadTask;
import dev.berth.protocol.sigv4.Credentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An agent between a scripted server and a real Docker host. */
final class AgentBench implements AutoCloseable {
    private final DockerBench.Host host;
    private final Path folder;
    private final String instance =
            "arn:aws:ecs:us-east-1:000000000000:container-instance/default/" + UUID.randomUUID();
    private final StubSockets sockets = new StubSockets();
    private final StubApi api = new StubApi(sockets.uri());
    private final Map<String, String> flags = new HashMap<>();
    private Agent agent;
    private int messages;

    AgentBench(DockerBench.Host host, Path folder) throws IOException {
        this.host = host;
        this.folder = folder;
        api.answerRegistration(instance);
        flags.put("server", api.uri().toString());
        flags.put("docker-host", host.uri().toString());
        flags.put("data", folder.toString());
        flags.put("state", folder.resolve("agents/one").toString());
        flags.put("attributes", "{\"rack\":\"r1\"}");
        flags.put("reserved-memory", "100");
    }

    void start() throws Exception {
        agent =
                new Agent(
                        AgentConfigReader.read(flags, Map.of(), null),
                        () -> Credentials.of("AKID", "secret"));
        agent.start();
    }

    void stop() {
        agent.close();
    }

    DockerBench.Host host() {
        return host;
    }

    StubSockets sockets() {
        return sockets;
    }

    StubApi api() {
        return api;
    }

    /** What the agent's next start is given on the command line. */
    Map<String, String> flags() {
        return flags;
    }

    String instance() {
        return instance;
    }

    @Override
    public void close() throws IOException {
        if (agent != null) {
            agent.close();
        }
        sockets.close();
        api.close();
        host.removeContainers("dev.berth.instance=" + instance);
    }

    void startUnchecked() {
        try {
            start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    AgentMessage ask(StubSockets.Connection work, AgentMessage message) throws Exception {
        work.send(AgentMessages.write(message));
        return AgentMessages.read(work.receive());
    }

    PayloadMessage payload(long seqNum, PayloadTask task) {
        return new PayloadMessage(
                "m-" + ++messages, Payloads.CLUSTER, instance, seqNum, 0, List.of(task));
    }

    AckRequest acknowledgement() {
        return new AckRequest(Payloads.CLUSTER, instance, "m-" + messages);
    }

    TaskManifestMessage manifest(String id, long timeline, PayloadTask... tasks) {
        return new TaskManifestMessage(
                id,
                Payloads.CLUSTER,
                instance,
                0,
                timeline,
                List.of(tasks).stream()
                        .map(t -> new ManifestTask(t.arn(), Payloads.CLUSTER, "RUNNING"))
                        .toList());
    }

    JsonNode runFile() throws IOException {
        return Json.MAPPER.readTree(Files.readAllBytes(folder.resolve("run/agent-one.json")));
    }

    static Map<String, String> attributes(JsonNode registration) {
        var attributes = new HashMap<String, String>();
        registration
                .path("attributes")
                .forEach(
                        a -> attributes.put(a.path("name").asText(), a.path("value").asText(null)));
        return attributes;
    }
}
