package dev.berth.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.connection.StubSockets;
import dev.berth.agent.task.Payloads;
import dev.berth.agent.testbed.DockerBench;
import dev.berth.protocol.agent.AgentMessages;
import dev.berth.protocol.agent.BerthExamineTask;
import dev.berth.protocol.agent.BerthLogLine;
import dev.berth.protocol.agent.BerthPostMortem;
import dev.berth.protocol.agent.BerthPostMortemTaken;
import dev.berth.protocol.agent.BerthPostMortemsWanted;
import dev.berth.protocol.agent.HeartbeatAckRequest;
import dev.berth.protocol.agent.HeartbeatMessage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A whole agent that has something to tell of a task that is over. */
@ExtendWith(DockerBench.class)
class PostMortemDeliveryTest {
    private static final BerthLogLine WORDS = new BerthLogLine("stdout", "last words");

    @TempDir private Path folder;
    private final DockerBench.Host host;
    private AgentBench bench;

    PostMortemDeliveryTest(DockerBench.Host host) {
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
    void itIsSentToAServerThatAcceptsItOverReconnectsAndRestartsUntilItIsAcknowledged()
            throws Exception {
        bench.start();
        var work = bench.sockets().connection("/acs/ws", 1);
        var task = Payloads.says("last words");
        bench.ask(work, bench.payload(1, task));
        bench.api().report(task.arn(), "STOPPED");
        assertNothingIsSent(work);

        var first = postMortem(work);
        assertThat(first.taskArn()).isEqualTo(task.arn());
        assertThat(first.containers().getFirst().lines()).containsExactly(WORDS);
        work.drop();
        var second = bench.sockets().connection("/acs/ws", 2);
        assertThat(postMortem(second)).isEqualTo(first);

        bench.stop();
        bench.start();
        var third = bench.sockets().connection("/acs/ws", 3);
        assertThat(postMortem(third)).isEqualTo(first);
        third.send(AgentMessages.write(new BerthPostMortemTaken(task.arn())));
        assertNothingIsSent(third);

        bench.stop();
        bench.start();
        var fourth = bench.sockets().connection("/acs/ws", 4);
        fourth.send(AgentMessages.write(new BerthPostMortemsWanted(4)));
        assertNothingIsSent(fourth);
        var answer = (BerthPostMortem) bench.ask(fourth, new BerthExamineTask("r", task.arn()));
        assertThat(answer.requestId()).isEqualTo("r");
        assertThat(answer.containers().getFirst().lines()).containsExactly(WORDS);
    }

    @Test
    void anUnknownTaskIsReportedAsUnknown() throws Exception {
        bench.start();
        var work = bench.sockets().connection("/acs/ws", 1);
        assertThat(bench.ask(work, new BerthExamineTask("r", "arn:none")))
                .isEqualTo(
                        new BerthPostMortem(
                                "r", "arn:none", null, "The agent no longer has this task."));
    }

    private BerthPostMortem postMortem(StubSockets.Connection work) throws Exception {
        return (BerthPostMortem) bench.ask(work, new BerthPostMortemsWanted(1));
    }

    /** Before the answer to a heartbeat, which is asked for now. */
    private void assertNothingIsSent(StubSockets.Connection work) throws Exception {
        assertThat(bench.ask(work, new HeartbeatMessage("hb", true)))
                .isEqualTo(new HeartbeatAckRequest("hb"));
    }
}
