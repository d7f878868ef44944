package dev.berth.protocol.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.protocol.agent.telemetry.ContainerMetric;
import dev.berth.protocol.agent.telemetry.LongStatsSet;
import dev.berth.protocol.agent.telemetry.NetworkStatsSet;
import dev.berth.protocol.agent.telemetry.RestartStatsSet;
import dev.berth.protocol.agent.telemetry.StatsSet;
import dev.berth.protocol.agent.telemetry.StorageStatsSet;
import dev.berth.protocol.agent.telemetry.TaskHealth;
import dev.berth.protocol.agent.telemetry.TaskMetric;
import dev.berth.protocol.agent.telemetry.TelemetryMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;

class TelemetryMessagesTest {
    private static final TelemetryMetadata METADATA =
            new TelemetryMetadata("default", "i-1", "t-1", null, false, true);

    @Test
    void theFiguresOfATaskAreReadAndWritten() throws Exception {
        var frame =
                """
                {"type":"PublishMetricsRequest","message":{
                 "metadata":{"cluster":"default","containerInstance":"i-1","messageId":"t-1","idle":false,"fin":true},
                 "taskMetrics":[{"taskArn":"arn","taskDefinitionFamily":"web","taskDefinitionVersion":"3",
                  "containerMetrics":[{"containerName":"main",
                   "cpuStatsSet":{"min":0.5,"max":12.25,"sampleCount":20,"sum":80.5},
                   "memoryStatsSet":{"min":4.0,"max":8.0,"sampleCount":20,"sum":120.0},
                   "networkStatsSet":{"rxBytes":{"min":0,"max":10,"sampleCount":19,"sum":20,"overflowSum":1},
                    "rxBytesPerSecond":{"min":0.0,"max":10.5,"sampleCount":19,"sum":20.5}},
                   "storageStatsSet":{"readSizeBytes":{"min":0,"max":4096,"sampleCount":19,"sum":4096},
                    "writeSizeBytes":{"min":0,"max":0,"sampleCount":19,"sum":0}},
                   "restartStatsSet":{"restartCount":2}}]}],
                 "timestamp":1795332435.551}}""";
        var bytes = new LongStatsSet(0L, 10L, 19, 20L, null, null, 1L);
        var message =
                new PublishMetricsRequest(
                        METADATA,
                        List.of(
                                new TaskMetric(
                                        "arn",
                                        "web",
                                        "3",
                                        List.of(
                                                new ContainerMetric(
                                                        "main",
                                                        new StatsSet(0.5, 12.25, 20, 80.5),
                                                        new StatsSet(4.0, 8.0, 20, 120.0),
                                                        new NetworkStatsSet(
                                                                bytes,
                                                                new StatsSet(0.0, 10.5, 19, 20.5),
                                                                null,
                                                                null,
                                                                null,
                                                                null,
                                                                null,
                                                                null,
                                                                null,
                                                                null),
                                                        new StorageStatsSet(
                                                                new LongStatsSet(0, 4096, 19, 4096),
                                                                new LongStatsSet(0, 0, 19, 0)),
                                                        new RestartStatsSet(2L))))),
                        1795332435.551);
        assertThat(AgentMessages.readTelemetry(frame)).isEqualTo(message);
        var json = new ObjectMapper();
        assertThat(json.readTree(AgentMessages.write(message))).isEqualTo(json.readTree(frame));
    }

    @Test
    void healthAndInstanceStatusAreReadAndWritten() throws Exception {
        var health =
                new PublishHealthRequest(
                        METADATA,
                        List.of(
                                new TaskHealth(
                                        "arn",
                                        "web",
                                        "3",
                                        List.of(
                                                new TaskHealth.ContainerHealth(
                                                        "main", "UNHEALTHY", 1.5)))),
                        2.5);
        var status =
                new PublishInstanceStatusRequest(
                        METADATA,
                        List.of(
                                new PublishInstanceStatusRequest.InstanceStatus(
                                        "ContainerRuntime", "OK", 2.0, 1.0)),
                        2.5);
        assertThat(AgentMessages.read(AgentMessages.write(health))).isEqualTo(health);
        assertThat(AgentMessages.read(AgentMessages.write(status))).isEqualTo(status);
        assertThat(
                        AgentMessages.read(
                                """
                                {"type":"PublishHealthRequest","message":{"metadata":{"cluster":"default","containerInstance":"i-1","messageId":"t-1","idle":false,"fin":true},
                                 "tasks":[{"taskArn":"arn","taskDefinitionFamily":"web","taskDefinitionVersion":"3","containers":[{"containerName":"main","healthStatus":"UNHEALTHY","statusSince":1.5}]}],"timestamp":2.5}}"""))
                .isEqualTo(health);
    }

    /** Go writes a float that happens to be whole without a decimal point. */
    @Test
    void aFigureMayComeWithoutADecimalPoint() throws Exception {
        var read =
                (PublishMetricsRequest)
                        AgentMessages.read(
                                """
                                {"type":"PublishMetricsRequest","message":{"metadata":{},"taskMetrics":[{"taskArn":"arn","containerMetrics":[{"memoryStatsSet":{"min":1,"max":2,"sampleCount":2,"sum":3}}]}],"timestamp":1795332435}}""");
        assertThat(read.taskMetrics().getFirst().containerMetrics().getFirst().memoryStatsSet())
                .isEqualTo(new StatsSet(1.0, 2.0, 2, 3.0));
    }

    @Test
    void aTelemetryFrameCarriesItsHeadersBeforeTheJson() throws Exception {
        var headers = new LinkedHashMap<String, String>();
        headers.put("Authorization", "AWS4-HMAC-SHA256 Credential=AKID");
        headers.put("Host", "127.0.0.1:18080");
        var message =
                new PublishMetricsRequest(
                        new TelemetryMetadata("default", "i-1", "t", null, true, true),
                        List.of(),
                        2.0);
        var frame = AgentMessages.writeTelemetry(headers, message);
        assertThat(frame)
                .startsWith(
                        "Authorization: AWS4-HMAC-SHA256 Credential=AKID\r\n"
                                + "Host: 127.0.0.1:18080\r\n\r\n"
                                + "{\"type\":\"PublishMetricsRequest\"");
        assertThat(AgentMessages.readTelemetry(frame)).isEqualTo(message);
        assertThat(AgentMessages.readTelemetry(AgentMessages.write(message))).isEqualTo(message);
        assertThatThrownBy(() -> AgentMessages.readTelemetry("Host: x\r\n"))
                .isInstanceOf(AgentMessageException.class);
    }
}
