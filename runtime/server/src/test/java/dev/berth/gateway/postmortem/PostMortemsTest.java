package dev.berth.gateway.postmortem;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.gateway.AgentsServer;
import dev.berth.gateway.RecordedAgent;
import dev.berth.gateway.ScriptedAgent;
import dev.berth.http.TestPort;
import dev.berth.protocol.agent.BerthContainerDetails;
import dev.berth.protocol.agent.BerthExamineTask;
import dev.berth.protocol.agent.BerthHealthCheck;
import dev.berth.protocol.agent.BerthLogLine;
import dev.berth.protocol.agent.BerthPostMortem;
import dev.berth.protocol.agent.BerthPostMortemTaken;
import dev.berth.protocol.agent.BerthPostMortemsWanted;
import dev.berth.protocol.agent.PayloadMessage;
import dev.berth.protocol.agent.TaskManifestMessage;
import dev.berth.protocol.sigv4.Signer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerStateChange;
import software.amazon.awssdk.services.ecs.model.Resource;

/** The way of what containers tell from an agent, which a test plays, to whoever asks. */
class PostMortemsTest {
    private static final String CAPABILITY = "dev.berth.capability.post-mortem";
    private static final JsonMapper JSON = new JsonMapper();
    private static final BerthContainerDetails DETAILS =
            new BerthContainerDetails(
                    "web",
                    true,
                    "unhealthy",
                    List.of(new BerthHealthCheck(1000, 2000, 1, "refused")),
                    List.of(new BerthLogLine("stderr", "last words")),
                    null);

    @TempDir static Path folder;
    private static AgentsServer server;

    private final HttpClient http = HttpClient.newHttpClient();
    private ScriptedAgent agent;
    private String task;

    @BeforeAll
    static void start() throws Exception {
        server = new AgentsServer(folder);
        server.ecs().createCluster();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void hangUp() {
        http.close();
        if (agent != null) {
            agent.close();
        }
    }

    @Test
    void aPostMortemIsAcknowledgedOnceTheTaskIsOverAndShownFromThenOn() throws Exception {
        begin(CAPABILITY);
        submitStopped();
        agent.send(new BerthPostMortem(null, task, List.of(DETAILS), null));
        assertThat(agent.next(BerthPostMortemTaken.class))
                .isEqualTo(new BerthPostMortemTaken(task));
        agent.send(new BerthPostMortem(null, task, List.of(), null));
        agent.next(BerthPostMortemTaken.class);
        agent.close();

        var shown = shown(id());
        assertThat(shown.path("taskArn").asText()).isEqualTo(task);
        assertThat(shown.path("lastStatus").asText()).isEqualTo("STOPPED");
        assertThat(shown.path("stopCode").asText()).isEqualTo("EssentialContainerExited");
        assertThat(shown.path("healthStatus").asText()).isEqualTo("UNHEALTHY");
        assertThat(shown.at("/timeline/stoppedAt").asText()).startsWith("20");
        var web = shown.at("/containers/0");
        assertThat(web.path("exitCode").asInt()).isEqualTo(137);
        assertThat(web.path("signal").asText()).isEqualTo("SIGKILL");
        assertThat(web.path("outOfMemory").asBoolean()).isTrue();
        assertThat(web.at("/healthChecks/0/output").asText()).isEqualTo("refused");
        assertThat(web.at("/logLines/0/text").asText()).isEqualTo("last words");
        assertThat(shown.has("missing")).isFalse();
        assertThat(shown(id().substring(0, 12))).isEqualTo(shown);
    }

    @Test
    void whatComesBeforeTheTaskIsOverIsNotAcknowledged() throws Exception {
        begin(CAPABILITY);
        agent.send(new BerthPostMortem(null, task, List.of(DETAILS), null));
        agent.send(new BerthPostMortem(null, unknownTask(), List.of(DETAILS), null));
        assertThat(agent.next(BerthPostMortemTaken.class))
                .as("of a task that never was it is never wanted")
                .isEqualTo(new BerthPostMortemTaken(unknownTask()));
    }

    @Test
    void theAgentOfATaskThatRunsIsAsked() throws Exception {
        begin(CAPABILITY);
        var answer = get(id());
        var question = agent.next(BerthExamineTask.class);
        assertThat(question.taskArn()).isEqualTo(task);
        agent.send(new BerthPostMortem(question.requestId(), task, List.of(DETAILS), null));
        var shown = read(answer);
        assertThat(shown.path("lastStatus").asText()).isEqualTo("PENDING");
        assertThat(shown.at("/containers/0/logLines/0/text").asText()).isEqualTo("last words");

        agent.close();
        assertThat(shown(id()).path("missing").asText()).contains("agent");
    }

    @Test
    void ofATaskOfAmazonsAgentItIsSaidWhatIsMissing() throws Exception {
        begin("rack");
        submitStopped();
        var shown = shown(id());
        assertThat(shown.path("missing").asText()).contains("Amazon's agent", "log lines");
        assertThat(shown.at("/containers/0/exitCode").asInt()).isEqualTo(137);
        assertThat(shown.at("/containers/0/outOfMemory").asBoolean()).isTrue();
        assertThat(shown.at("/containers/0").has("logLines")).isFalse();
    }

    @Test
    void whatDoesNotExistIsRefusedWithASentence() throws Exception {
        assertRefused(get("feed"), 404, "There is no task feed in cluster default.");
        assertRefused(get("%25"), 404, "There is no task");
        assertRefused(
                send("/berth/v1/clusters/gone/tasks/feed"), 404, "no task feed in cluster gone");
    }

    private void begin(String attribute) throws Exception {
        var instance =
                server.ecs()
                        .registerContainerInstance(
                                r ->
                                        r.cluster("default")
                                                .totalResources(cpu("CPU"), cpu("MEMORY"))
                                                .attributes(capabilities(attribute)))
                        .containerInstance()
                        .containerInstanceArn();
        agent = new ScriptedAgent(server.port(), "acs", instance);
        if (attribute.equals(CAPABILITY)) {
            assertThat(agent.next(BerthPostMortemsWanted.class).atATime()).isPositive();
        }
        agent.next(TaskManifestMessage.class);
        server.awaitConnected(instance);
        var started =
                server.ecs().startTask(r -> r.taskDefinition("web").containerInstances(instance));
        assertThat(started.failures()).isEmpty();
        task = started.tasks().getFirst().taskArn();
        agent.acknowledge(agent.next(PayloadMessage.class));
    }

    private void submitStopped() {
        var reason = "OutOfMemoryError: Container killed due to memory usage";
        var web =
                ContainerStateChange.builder()
                        .containerName("web")
                        .status("STOPPED")
                        .exitCode(137)
                        .reason(reason);
        server.ecs()
                .submitTaskStateChange(
                        r ->
                                r.cluster("default")
                                        .task(task)
                                        .status("STOPPED")
                                        .containers(web.build()));
    }

    private static List<Attribute> capabilities(String more) {
        return Stream.concat(RecordedAgent.CAPABILITIES.stream(), Stream.of(more))
                .map(name -> Attribute.builder().name(name).build())
                .toList();
    }

    private static Resource cpu(String name) {
        return Resource.builder().name(name).type("INTEGER").integerValue(4096).build();
    }

    private String id() {
        return task.substring(task.lastIndexOf('/') + 1);
    }

    private String unknownTask() {
        return task.replace(id(), "0".repeat(32));
    }

    private JsonNode shown(String id) throws Exception {
        return read(get(id));
    }

    private static JsonNode read(CompletableFuture<HttpResponse<String>> answer) throws Exception {
        var response = answer.get(20, TimeUnit.SECONDS);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private CompletableFuture<HttpResponse<String>> get(String id) {
        return send("/berth/v1/clusters/default/tasks/" + id);
    }

    private CompletableFuture<HttpResponse<String>> send(String path) {
        var uri = server.port().at(path);
        var request = HttpRequest.newBuilder(uri);
        new Signer("ecs", TestPort.ARNS.region())
                .sign(TestPort.KEY, "GET", uri, Map.of(), new byte[0], Instant.now())
                .forEach(request::header);
        return http.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private static void assertRefused(
            CompletableFuture<HttpResponse<String>> answer, int status, String sentence)
            throws Exception {
        var response = answer.get(10, TimeUnit.SECONDS);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.body()).startsWith("{\"message\":\"").contains(sentence);
    }
}
