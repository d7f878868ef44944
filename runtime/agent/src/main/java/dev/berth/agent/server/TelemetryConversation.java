package dev.berth.agent.server;

import dev.berth.protocol.agent.AgentMessageException;
import dev.berth.protocol.agent.AgentMessages;
import dev.berth.protocol.agent.PublishMetricsRequest;
import dev.berth.protocol.agent.TelemetryMetadata;
import dev.berth.protocol.agent.Unknown;
import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The telemetry socket (TCS). The agent measures nothing yet: it says every 20 s that there is
 * nothing to say, which keeps the socket in use.
 */
public final class TelemetryConversation implements AgentSocket.Conversation {
    private static final Logger log = LoggerFactory.getLogger(TelemetryConversation.class);
    private static final Duration BETWEEN = Duration.ofSeconds(20);

    private final String cluster;
    private final String instance;
    private final Signer signer;
    private final Supplier<Credentials> credentials;
    private volatile Thread publisher;

    public TelemetryConversation(
            String cluster, String instance, Signer signer, Supplier<Credentials> credentials) {
        this.cluster = cluster;
        this.instance = instance;
        this.signer = signer;
        this.credentials = credentials;
    }

    @Override
    public void opened(OpenSocket socket) {
        publisher = Thread.ofVirtual().name("telemetry").start(() -> publish(socket));
    }

    @Override
    public void closed() {
        if (publisher != null) {
            publisher.interrupt();
        }
    }

    @Override
    public boolean received(OpenSocket socket, String text) {
        try {
            return !(AgentMessages.read(text) instanceof Unknown);
        } catch (AgentMessageException e) {
            log.warn("Passed over a message of the server: {}", e.getMessage());
            return false;
        }
    }

    private void publish(OpenSocket socket) {
        try {
            while (!socket.isGone()) {
                socket.send(idle(socket));
                Thread.sleep(BETWEEN);
            }
        } catch (IOException e) {
            log.debug("Telemetry: {}", e.getMessage());
        } catch (InterruptedException e) {
            // The socket is gone.
        }
    }

    private String idle(OpenSocket socket) {
        var now = Instant.now();
        var message =
                new PublishMetricsRequest(
                        new TelemetryMetadata(
                                cluster, instance, UUID.randomUUID().toString(), null, true, true),
                        List.of(),
                        now.toEpochMilli() / 1000.0);
        var body = AgentMessages.write(message).getBytes(StandardCharsets.UTF_8);
        var signed = signer.sign(credentials.get(), "GET", socket.uri(), Map.of(), body, now);
        var headers = new LinkedHashMap<String, String>();
        headers.put("Authorization", signed.get("Authorization"));
        headers.put("Host", socket.uri().getAuthority());
        headers.putAll(signed);
        return AgentMessages.writeTelemetry(headers, message);
    }
}
