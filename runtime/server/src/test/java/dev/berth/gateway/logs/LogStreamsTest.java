package dev.berth.gateway.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.gateway.AgentsServer;
import dev.berth.gateway.RecordedAgent;
import dev.berth.gateway.ScriptedAgent;
import dev.berth.http.TestPort;
import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.BerthLogLine;
import dev.berth.protocol.agent.BerthLogs;
import dev.berth.protocol.agent.BerthLogsCredit;
import dev.berth.protocol.agent.BerthLogsStop;
import dev.berth.protocol.agent.BerthReadLogs;
import dev.berth.protocol.agent.PayloadMessage;
import dev.berth.protocol.agent.TaskManifestMessage;
import dev.berth.protocol.sigv4.Signer;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Resource;

/** The way of a container's output from an agent, which a test plays, to a client. */
class LogStreamsTest {
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
    void linesReachTheClientAsTheyComeAndTheAgentGetsCreditForThem() throws Exception {
        begin("dev.berth.capability.logs");
        var answer = get("?container=web&since=5&tail=3&follow=true&timestamps=true");
        var request = next(BerthReadLogs.class);
        assertThat(request.taskArn()).isEqualTo(task);
        assertThat(request)
                .extracting(
                        BerthReadLogs::containerName,
                        BerthReadLogs::sinceMillis,
                        BerthReadLogs::tail,
                        BerthReadLogs::follow,
                        BerthReadLogs::timestamps)
                .containsExactly("web", 5L, 3, true, true);

        part(request, false, null, new BerthLogLine("stdout", "one"));
        var lines = lines(answer);
        assertThat(lines.readLine())
                .isEqualTo("{\"container\":\"web\",\"stream\":\"stdout\",\"line\":\"one\"}");
        assertThat(next(BerthLogsCredit.class))
                .isEqualTo(new BerthLogsCredit(request.requestId(), 1));
        part(request, true, null, new BerthLogLine("stderr", "two"));
        assertThat(lines.readLine())
                .isEqualTo("{\"container\":\"web\",\"stream\":\"stderr\",\"line\":\"two\"}");
        assertThat(lines.readLine()).isNull();
    }

    @Test
    void anEndBeforeItsTimeSaysWhy() throws Exception {
        begin("dev.berth.capability.logs");
        var answer = get("?container=side");
        part(next(BerthReadLogs.class), true, "The container was removed from its host.");
        assertThat(lines(answer).readLine())
                .isEqualTo("{\"error\":\"The container was removed from its host.\"}");
    }

    @Test
    void aClientThatGoesAwayEndsTheReading() throws Exception {
        begin("dev.berth.capability.logs");
        var answer = get("?container=web&follow=true");
        var request = next(BerthReadLogs.class);
        part(request, false, null, new BerthLogLine("stdout", "one"));
        lines(answer).readLine();
        next(BerthLogsCredit.class);
        answer.get(10, TimeUnit.SECONDS).body().close();
        http.shutdownNow();
        // The server learns of it when it writes.
        AgentMessage answered;
        do {
            part(request, false, null, new BerthLogLine("stdout", "more"));
            answered = next(AgentMessage.class);
        } while (answered instanceof BerthLogsCredit);
        assertThat(answered).isEqualTo(new BerthLogsStop(request.requestId()));
    }

    @Test
    void anAgentThatGoesAwayEndsTheOutputWithASentence() throws Exception {
        begin("dev.berth.capability.logs");
        var answer = get("?container=web&follow=true");
        part(next(BerthReadLogs.class), false, null, new BerthLogLine("stdout", "one"));
        var lines = lines(answer);
        lines.readLine();
        agent.close();
        assertThat(lines.readLine())
                .isEqualTo("{\"error\":\"The connection to the agent was lost.\"}");
    }

    @Test
    void aRequestWaitsForAnAgentThatIsAboutToConnect() throws Exception {
        begin("dev.berth.capability.logs");
        var streams = new AtomicReference<LogStreams>();
        var calls = new AtomicInteger();
        streams.set(
                new LogStreams(
                        server.plane(),
                        TestPort.ARNS,
                        (address, _) -> {
                            if (calls.getAndIncrement() > 0) return true;
                            streams.get().connected(address); // between the call and its answer
                            return false;
                        }));
        var path = List.of("clusters", "default", "tasks", taskId(), "logs");
        var answer = streams.get().answer(path, Map.of("container", "web")).orElseThrow();
        assertThat(answer.status().intValue()).isEqualTo(200);
        assertThat(calls).hasValue(2);
    }

    @Test
    void anAgentThatCannotBeAskedIsNotAsked() throws Exception {
        begin("rack");
        assertRefused(get("?container=web"), 409, "cannot send logs");
    }

    @Test
    void whatDoesNotExistIsRefusedWithASentence() throws Exception {
        begin("dev.berth.capability.logs");
        assertRefused(get(""), 400, "Name one of the task's containers: web, side");
        assertRefused(get("?container=web&tail=many"), 400, "tail a number of lines");
        assertRefused(
                send(signed("/berth/v1/clusters/default/tasks/none/logs")), 404, "no task none");
        assertRefused(send(signed("/berth/v1/clusters/gone/tasks/none/logs")), 404, "no task none");
        assertRefused(send(signed("/berth/v1/nothing")), 404, "does not exist");
    }

    @Test
    void aCallerWithoutSignatureAndTokenGetsNoData() throws Exception {
        begin("dev.berth.capability.logs");
        var bare = HttpRequest.newBuilder(server.port().at(path("?container=web")));
        assertRefused(send(bare.build()), 403, "The request is not signed.");
        assertRefused(send(bare.copy().header("Authorization", "Bearer let-me").build()), 403, "");

        var answer = send(bare.header("Authorization", "Bearer " + TestPort.ADMIN_TOKEN).build());
        part(next(BerthReadLogs.class), true, null, new BerthLogLine("stdout", "one"));
        assertThat(lines(answer).readLine()).contains("one");
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
        agent.next(TaskManifestMessage.class);
        server.awaitConnected(instance);
        var started =
                server.ecs().startTask(r -> r.taskDefinition("web").containerInstances(instance));
        assertThat(started.failures()).isEmpty();
        task = started.tasks().getFirst().taskArn();
        agent.next(PayloadMessage.class);
    }

    private static List<Attribute> capabilities(String more) {
        return Stream.concat(RecordedAgent.CAPABILITIES.stream(), Stream.of(more))
                .map(name -> Attribute.builder().name(name).build())
                .toList();
    }

    private static Resource cpu(String name) {
        return Resource.builder().name(name).type("INTEGER").integerValue(4096).build();
    }

    private <T extends AgentMessage> T next(Class<T> type) throws Exception {
        return agent.next(type);
    }

    private void part(BerthReadLogs request, boolean end, String error, BerthLogLine... lines) {
        agent.send(new BerthLogs(request.requestId(), List.of(lines), end, error));
    }

    private String path(String query) {
        return "/berth/v1/clusters/default/tasks/" + taskId() + "/logs" + query;
    }

    private String taskId() {
        return task.substring(task.lastIndexOf('/') + 1);
    }

    private CompletableFuture<HttpResponse<InputStream>> get(String query) {
        return send(signed(path(query)));
    }

    private static HttpRequest signed(String path) {
        var uri = server.port().at(path);
        var request = HttpRequest.newBuilder(uri);
        new Signer("ecs", TestPort.ARNS.region())
                .sign(TestPort.KEY, "GET", uri, Map.of(), new byte[0], Instant.now())
                .forEach(request::header);
        return request.build();
    }

    private CompletableFuture<HttpResponse<InputStream>> send(HttpRequest request) {
        return http.sendAsync(request, BodyHandlers.ofInputStream());
    }

    private static BufferedReader lines(CompletableFuture<HttpResponse<InputStream>> answer)
            throws Exception {
        var response = answer.get(10, TimeUnit.SECONDS);
        assertThat(response.statusCode()).isEqualTo(200);
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    private static void assertRefused(
            CompletableFuture<HttpResponse<InputStream>> answer, int status, String sentence)
            throws Exception {
        var response = answer.get(10, TimeUnit.SECONDS);
        var body = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(response.statusCode()).as(body).isEqualTo(status);
        assertThat(body).startsWith("{\"message\":\"").contains(sentence);
    }
}
