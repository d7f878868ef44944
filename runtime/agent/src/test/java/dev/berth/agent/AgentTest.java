package dev.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.task.Payloads;
import dev.berth.agent.testbed.DockerBench;
import dev.berth.agent.testbed.Eventually;
import dev.berth.protocol.agent.AckRequest;
import dev.berth.protocol.agent.AgentMessages;
import dev.berth.protocol.agent.HeartbeatAckRequest;
import dev.berth.protocol.agent.HeartbeatMessage;
import dev.berth.protocol.agent.ManifestTask;
import dev.berth.protocol.agent.PayloadMessage;
import dev.berth.protocol.agent.TaskStopVerificationAck;
import dev.berth.protocol.agent.TaskStopVerificationMessage;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent between a scripted server and a real Docker host. */
@ExtendWith(DockerBench.class)
class AgentTest {
    @TempDir private Path folder;
    private final DockerBench.Host host;
    private AgentBench bench;

    AgentTest(DockerBench.Host host) {
        this.host = host;
    }

    @BeforeEach
    void setUp() throws Exception {
        bench = new AgentBench(host, folder);
    }

    @AfterEach
    void tearDown() throws Exception {
        bench.close();
    }

    @Test
    void anAgentRunsItsTasksAndAnswersAsAmazonsAgent() throws Exception {
        bench.start();
        var work = bench.sockets().connection("/acs/ws", 1);
        assertThat(work.requestLine())
                .contains("containerInstanceArn=arn%3Aaws%3Aecs")
                .contains("clusterArn=default")
                .contains("protocolVersion=2")
                .contains("sendCredentials=true")
                .contains("seqNum=1");
        Eventually.holds(
                "the run file says so", () -> bench.runFile().path("connected").asBoolean());
        assertThat(bench.runFile().path("containerInstanceArn").asText())
                .isEqualTo(bench.instance());
        assertThat(bench.runFile().path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        assertThat(bench.runFile().path("dockerHost").asText())
                .isEqualTo(bench.host().uri().toString());

        assertThat(bench.ask(work, new HeartbeatMessage("hb-1", true)))
                .isEqualTo(new HeartbeatAckRequest("hb-1"));

        var task = Payloads.task(Payloads.sleeper("main"));
        assertThat(bench.ask(work, bench.payload(1, task))).isEqualTo(bench.acknowledgement());
        var running = bench.api().report(task.arn(), "RUNNING");
        assertThat(running.path("cluster").asText()).isEqualTo(Payloads.CLUSTER);
        assertThat(running.at("/containers/0/networkBindings/0/bindIP").asText())
                .isEqualTo("0.0.0.0");
        assertThat(running.at("/containers/0/networkBindings/0/hostPort").asInt()).isPositive();
        assertThat(running.at("/containers/0/runtimeId").asText()).hasSize(64);
        assertThat(running.has("pullStartedAt")).isTrue();
        assertThat(running.has("executionStoppedAt")).isFalse();

        // Losing the socket changes nothing for the task; what follows comes on the next one.
        work.drop();
        var next = bench.sockets().connection("/acs/ws", 2);
        assertThat(next.requestLine()).contains("sendCredentials=false");
        assertThat(bench.ask(next, bench.payload(2, PayloadTask.stop(task.arn()))))
                .isEqualTo(bench.acknowledgement());
        var stopped = bench.api().report(task.arn(), "STOPPED");
        assertThat(stopped.at("/containers/0/exitCode").asInt()).isEqualTo(143);
        assertThat(stopped.path("executionStoppedAt").isNumber()).isTrue();
        assertThat(stopped.path("reason").asText("")).isEmpty();
    }

    @Test
    void aManifestIsReadOnceAndStopsNothingByItself() throws Exception {
        bench.start();
        var work = bench.sockets().connection("/acs/ws", 1);
        var listed = Payloads.task(Payloads.sleeper("main"));
        var absent = Payloads.task(Payloads.sleeper("main"));
        bench.ask(work, bench.payload(6, listed));
        bench.ask(work, bench.payload(7, absent));
        bench.api().report(absent.arn(), "RUNNING");

        // Not above the highest number that was seen: no answer, so the heartbeat's comes first.
        work.send(AgentMessages.write(bench.manifest("stale", 7, listed)));
        assertThat(bench.ask(work, new HeartbeatMessage("hb", true)))
                .isEqualTo(new HeartbeatAckRequest("hb"));

        assertThat(bench.ask(work, bench.manifest("mf-1", 8, listed)))
                .isEqualTo(new AckRequest(Payloads.CLUSTER, bench.instance(), "mf-1"));
        var candidate = new ManifestTask(absent.arn(), Payloads.CLUSTER, "STOPPED");
        assertThat(AgentMessages.read(work.receive()))
                .isEqualTo(new TaskStopVerificationMessage("mf-1", List.of(candidate)));

        work.send(
                AgentMessages.write(
                        new TaskStopVerificationAck(
                                "other",
                                1,
                                List.of(
                                        new ManifestTask(
                                                listed.arn(), Payloads.CLUSTER, "STOPPED")))));
        work.send(AgentMessages.write(new TaskStopVerificationAck("mf-1", 1, List.of(candidate))));
        bench.api().report(absent.arn(), "STOPPED");
        bench.ask(work, new HeartbeatMessage("hb", true));
        assertThat(
                        bench.host()
                                .docker(
                                        "ps",
                                        "-q",
                                        "--filter",
                                        "label=com.amazonaws.ecs.task-arn=" + listed.arn()))
                .isNotEmpty();

        bench.stop();
        bench.start();
        work = bench.sockets().connection("/acs/ws", 2);
        work.send(AgentMessages.write(bench.manifest("read-before", 8, listed)));
        assertThat(bench.ask(work, new HeartbeatMessage("hb", true)))
                .isEqualTo(new HeartbeatAckRequest("hb"));
    }

    @Test
    void whatCannotBeTakenIsNotAcknowledgedAndHoldsNothingUp() throws Exception {
        bench.start();
        var work = bench.sockets().connection("/acs/ws", 1);
        var task = Payloads.task(Payloads.sleeper("main"));
        work.send("no JSON");
        work.send("{\"type\":\"LaterMessage\",\"message\":{\"a\":1}}");
        work.send(
                AgentMessages.write(
                        new PayloadMessage(
                                "", Payloads.CLUSTER, bench.instance(), 1, 0, List.of(task))));
        work.send(
                AgentMessages.write(
                        bench.payload(
                                2,
                                new PayloadTask(
                                        task.arn(),
                                        "SIDEWAYS",
                                        "web",
                                        "3",
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null,
                                        null))));
        assertThat(bench.ask(work, new HeartbeatMessage("hb", true)))
                .isEqualTo(new HeartbeatAckRequest("hb"));
        assertThat(bench.api().report(task.arn(), "STOPPED").path("reason").asText())
                .startsWith("UnrecogniedTaskError: Error loading task - its desiredStatus");
        // Not remembered: the same task, well described, runs.
        assertThat(bench.ask(work, bench.payload(3, task))).isEqualTo(bench.acknowledgement());
        bench.api().report(task.arn(), "RUNNING");
    }

    @Test
    void aReportIsTriedUntilTheServerTakesIt() throws Exception {
        bench.start();
        bench.api()
                .answer(
                        "SubmitTaskStateChange",
                        500,
                        "{\"__type\":\"ServerException\",\"message\":\"no\"}");
        var task = Payloads.task(Payloads.sleeper("main"));
        bench.ask(bench.sockets().connection("/acs/ws", 1), bench.payload(1, task));
        bench.api().call("SubmitTaskStateChange", 2);
        bench.api()
                .answer(
                        "SubmitTaskStateChange",
                        400,
                        "{\"__type\":\"ClientException\",\"message\":\"no\"}");
        var refused = bench.api().calls("SubmitTaskStateChange").size();
        bench.api().call("SubmitTaskStateChange", refused + 2);
        bench.api().answer("SubmitTaskStateChange", 200, "{}");
        bench.ask(
                bench.sockets().connection("/acs/ws", 1),
                bench.payload(2, PayloadTask.stop(task.arn())));
        bench.api().report(task.arn(), "STOPPED");
    }
}
