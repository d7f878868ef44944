package dev.berth.gateway;

import dev.berth.protocol.agent.AckPublishHealth;
import dev.berth.protocol.agent.AckPublishInstanceStatus;
import dev.berth.protocol.agent.AckPublishMetric;
import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.AgentMessageException;
import dev.berth.protocol.agent.AgentMessages;
import dev.berth.protocol.agent.HeartbeatMessage;
import dev.berth.protocol.agent.PublishHealthRequest;
import dev.berth.protocol.agent.PublishInstanceStatusRequest;
import dev.berth.protocol.agent.PublishMetricsRequest;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ClassicActorSystemProvider;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.stream.javadsl.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TCS socket (agent protocol, section 5): acknowledges what is published and keeps the socket
 * alive. What is published is not read yet.
 */
final class Telemetry {

    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(25);

    private final ClassicActorSystemProvider system;

    Telemetry(ClassicActorSystemProvider system) {
        this.system = system;
    }

    Flow<Message, Message, NotUsed> flow() {
        return Frames.texts(system)
                .mapConcat(Telemetry::answers)
                .keepAlive(HEARTBEAT, () -> new HeartbeatMessage(null, true))
                .map(answer -> TextMessage.create(AgentMessages.write(answer)));
    }

    private static List<AgentMessage> answers(String text) {
        try {
            return switch (AgentMessages.readTelemetry(text)) {
                case PublishMetricsRequest _ -> List.of(new AckPublishMetric("ok"));
                case PublishHealthRequest _ -> List.of(new AckPublishHealth("ok"));
                case PublishInstanceStatusRequest _ -> List.of(new AckPublishInstanceStatus("ok"));
                default -> List.of();
            };
        } catch (AgentMessageException e) {
            LOG.warn("a telemetry message was dropped: {}", e.getMessage());
            return List.of();
        }
    }
}
