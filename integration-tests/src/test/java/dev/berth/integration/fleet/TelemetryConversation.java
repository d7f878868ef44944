package dev.berth.integration.fleet;

import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.HeartbeatMessage;
import dev.berth.protocol.agent.PublishMetricsRequest;
import dev.berth.protocol.agent.telemetry.TelemetryMetadata;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The telemetry socket (TCS) of an instance that says of itself that it is idle. */
final class TelemetryConversation implements FakeSocket.Conversation {
    private final String cluster;
    private final String instance;

    TelemetryConversation(String cluster, String instance) {
        this.cluster = cluster;
        this.instance = instance;
    }

    @Override
    public void opened(FakeSocket socket) {
        publish(socket);
    }

    @Override
    public void received(FakeSocket socket, AgentMessage message) {
        if (message instanceof HeartbeatMessage) {
            publish(socket);
        }
    }

    private void publish(FakeSocket socket) {
        var id = UUID.randomUUID().toString();
        socket.send(
                new PublishMetricsRequest(
                        new TelemetryMetadata(cluster, instance, id, null, true, true),
                        List.of(),
                        Instant.now().toEpochMilli() / 1e3));
    }

    @Override
    public void closed() {}
}
