package dev.berth.protocol.agent;

import dev.berth.protocol.agent.AgentMessagesTest.Sample;
import java.util.List;
import java.util.stream.Stream;

/** The frames that only Berth's own agent and server exchange. */
final class OwnMessages {
    private OwnMessages() {}

    static Stream<Sample> samples() {
        return Stream.of(
                new Sample(
                        """
                        {"type":"BerthReadLogs","message":{"requestId":"r","taskArn":"t","containerName":"web","sinceMillis":5,"tail":10,"follow":true,"timestamps":false,"window":8}}""",
                        new BerthReadLogs("r", "t", "web", 5L, 10, true, false, 8)),
                new Sample(
                        """
                        {"type":"BerthLogs","message":{"requestId":"r","lines":[{"stream":"stdout","text":"hello"}],"end":true,"error":"gone"}}""",
                        new BerthLogs(
                                "r", List.of(new BerthLogLine("stdout", "hello")), true, "gone")),
                new Sample(
                        """
                        {"type":"BerthLogsCredit","message":{"requestId":"r","count":1}}""",
                        new BerthLogsCredit("r", 1)),
                new Sample(
                        """
                        {"type":"BerthLogsStop","message":{"requestId":"r"}}""",
                        new BerthLogsStop("r")));
    }
}
