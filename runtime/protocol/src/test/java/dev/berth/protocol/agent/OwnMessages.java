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
                        new BerthLogsStop("r")),
                new Sample(
                        """
                        {"type":"BerthExamineTask","message":{"requestId":"r","taskArn":"t"}}""",
                        new BerthExamineTask("r", "t")),
                new Sample(
                        """
                        {"type":"BerthPostMortem","message":{"requestId":"r","taskArn":"t","containers":[{"name":"web","outOfMemory":true,"health":"unhealthy","healthChecks":[{"startMillis":1,"endMillis":2,"exitCode":1,"output":"no"}],"lines":[{"stream":"stderr","text":"hello"}],"linesMissing":"gone"}],"error":"none"}}""",
                        new BerthPostMortem(
                                "r",
                                "t",
                                List.of(
                                        new BerthContainerDetails(
                                                "web",
                                                true,
                                                "unhealthy",
                                                List.of(new BerthHealthCheck(1, 2, 1, "no")),
                                                List.of(new BerthLogLine("stderr", "hello")),
                                                "gone")),
                                "none")),
                new Sample(
                        """
                        {"type":"BerthPostMortemTaken","message":{"taskArn":"t"}}""",
                        new BerthPostMortemTaken("t")),
                new Sample(
                        """
                        {"type":"BerthPostMortemsWanted","message":{"atATime":4}}""",
                        new BerthPostMortemsWanted(4)));
    }
}
