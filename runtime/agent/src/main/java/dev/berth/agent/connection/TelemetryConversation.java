package dev.berth.agent.connection;

import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.AgentMessageException;
import dev.berth.protocol.agent.AgentMessages;
import dev.berth.protocol.agent.PublishHealthRequest;
import dev.berth.protocol.agent.PublishInstanceStatusRequest;
import dev.berth.protocol.agent.PublishMetricsRequest;
import dev.berth.protocol.agent.Unknown;
import dev.berth.protocol.agent.telemetry.TaskHealth;
import dev.berth.protocol.agent.telemetry.TaskMetric;
import dev.berth.protocol.agent.telemetry.TelemetryMetadata;
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
 * The telemetry socket (TCS): usage when it opens and every 20 s; health when it opens and at once
 * when it changes; the state of the container runtime after each check.
 */
public final class TelemetryConversation implements AgentSocket.Conversation {
    private static final Logger log = LoggerFactory.getLogger(TelemetryConversation.class);
    private static final Duration BETWEEN = Duration.ofSeconds(20);
    private static final int TASKS_A_PAGE = 10;

    private final String cluster;
    private final String instance;
    private final Signer signer;
    private final Supplier<Credentials> credentials;
    private final TelemetrySource publications;
    private volatile Thread publisher;

    public TelemetryConversation(
            String cluster,
            String instance,
            Signer signer,
            Supplier<Credentials> credentials,
            TelemetrySource publications) {
        this.cluster = cluster;
        this.instance = instance;
        this.signer = signer;
        this.credentials = credentials;
        this.publications = publications;
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
            log.warn("Ignored a message of the server: {}", e.getMessage());
            return false;
        }
    }

    private void publish(OpenSocket socket) {
        var due = System.nanoTime();
        var told = List.<TaskHealth>of();
        try {
            while (!socket.isGone()) {
                // Read before the data, so that a change in between is sent again.
                var changes = publications.changes();
                var isDue = System.nanoTime() - due >= 0;
                var health = publications.health();
                if (isDue) {
                    due = System.nanoTime() + BETWEEN.toNanos();
                    sendMetrics(socket);
                }
                if (isDue || !health.equals(told)) {
                    sendHealth(socket, health);
                    told = health;
                }
                sendStatus(socket);
                publications.awaitMoreThan(changes, Duration.ofNanos(due - System.nanoTime()));
            }
        } catch (IOException e) {
            log.debug("Telemetry: {}", e.getMessage());
        } catch (InterruptedException e) {
            // The socket is closed.
        }
    }

    private void sendMetrics(OpenSocket socket) throws IOException, InterruptedException {
        if (!publications.hasMetrics()) {
            return;
        }
        var tasks = publications.takeMetrics();
        var message = UUID.randomUUID().toString();
        var from = 0;
        do {
            var to = Math.min(from + TASKS_A_PAGE, tasks.size());
            send(socket, page(message, tasks.subList(from, to), to == tasks.size()));
            from = to;
        } while (from < tasks.size());
    }

    private PublishMetricsRequest page(String message, List<TaskMetric> tasks, boolean last) {
        return new PublishMetricsRequest(
                new TelemetryMetadata(cluster, instance, message, null, tasks.isEmpty(), last),
                tasks,
                now());
    }

    private void sendHealth(OpenSocket socket, List<TaskHealth> tasks)
            throws IOException, InterruptedException {
        var message = UUID.randomUUID().toString();
        for (var from = 0; from < tasks.size(); from += TASKS_A_PAGE) {
            var to = Math.min(from + TASKS_A_PAGE, tasks.size());
            send(
                    socket,
                    new PublishHealthRequest(
                            new TelemetryMetadata(
                                    cluster, instance, message, null, null, to == tasks.size()),
                            tasks.subList(from, to),
                            now()));
        }
    }

    private void sendStatus(OpenSocket socket) throws IOException, InterruptedException {
        var statuses = publications.takeStatuses();
        if (!statuses.isEmpty()) {
            send(
                    socket,
                    new PublishInstanceStatusRequest(
                            new TelemetryMetadata(
                                    cluster,
                                    instance,
                                    null,
                                    UUID.randomUUID().toString(),
                                    null,
                                    null),
                            statuses,
                            now()));
        }
    }

    private void send(OpenSocket socket, AgentMessage message)
            throws IOException, InterruptedException {
        var body = AgentMessages.write(message).getBytes(StandardCharsets.UTF_8);
        var signed =
                signer.sign(credentials.get(), "GET", socket.uri(), Map.of(), body, Instant.now());
        var headers = new LinkedHashMap<String, String>();
        headers.put("Authorization", signed.get("Authorization"));
        headers.put("Host", socket.uri().getAuthority());
        headers.putAll(signed);
        socket.send(AgentMessages.writeTelemetry(headers, message));
    }

    private static double now() {
        return Instant.now().toEpochMilli() / 1000.0;
    }
}
