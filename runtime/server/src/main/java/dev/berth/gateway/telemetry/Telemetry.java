package dev.berth.gateway.telemetry;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.ViewHandle;
import dev.berth.domain.observation.InstanceCondition;
import dev.berth.ecs.Arns;
import dev.berth.gateway.session.Frames;
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
import dev.berth.protocol.agent.telemetry.TaskHealth;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.stream.javadsl.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The TCS socket of one agent (agent protocol, section 5). It acknowledges published telemetry,
 * puts it into the view of the cluster, and sends heartbeats. Telemetry is not journaled. Telemetry
 * about tasks of other instances is ignored.
 */
public final class Telemetry {

    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(25);

    private final ControlPlane plane;
    private final ViewHandle<ClusterSnapshot> view;
    private final TelemetryReader reader;
    private final String cluster;
    private final String instance;

    public Telemetry(ControlPlane plane, Arns arns, String cluster, String instance) {
        this.plane = plane;
        this.view = plane.clusterView(cluster);
        this.reader = new TelemetryReader(arns, cluster);
        this.cluster = cluster;
        this.instance = instance;
    }

    public Flow<Message, Message, NotUsed> flow() {
        return Frames.texts(plane.system())
                .mapConcat(this::answers)
                .keepAlive(HEARTBEAT, () -> new HeartbeatMessage(null, true))
                .map(answer -> TextMessage.create(AgentMessages.write(answer)));
    }

    private List<AgentMessage> answers(String text) {
        try {
            return switch (AgentMessages.readTelemetry(text)) {
                case PublishMetricsRequest metrics -> {
                    onMetrics(metrics);
                    yield List.of(new AckPublishMetric("ok"));
                }
                case PublishHealthRequest health -> {
                    health.tasks().forEach(this::onHealth);
                    yield List.of(new AckPublishHealth("ok"));
                }
                case PublishInstanceStatusRequest status -> {
                    onStatus(status);
                    yield List.of(new AckPublishInstanceStatus("ok"));
                }
                default -> List.of();
            };
        } catch (AgentMessageException e) {
            try (var _ = MDC.putCloseable("cluster", cluster);
                    var _ = MDC.putCloseable("instanceId", instance)) {
                LOG.warn("A telemetry message was dropped: {}", e.getMessage());
            }
            return List.of();
        }
    }

    /** One change of the view for a page. Listeners are not called, as none acts on usage. */
    private void onMetrics(PublishMetricsRequest metrics) {
        if (metrics.taskMetrics().isEmpty()) {
            return;
        }
        var now = plane.clock().instant();
        view.note(
                contents -> {
                    var after = contents;
                    for (var metric : metrics.taskMetrics()) {
                        var task = reader.taskId(metric.taskArn());
                        if (task.isPresent()) {
                            var usage = TelemetryReader.usage(metric, task.get(), contents, now);
                            after =
                                    after.observed(
                                            instance, task.get(), seen -> seen.withUsage(usage));
                        }
                    }
                    return after;
                });
    }

    /** Listeners are called where the health of a task has changed. */
    private void onHealth(TaskHealth said) {
        reader.taskId(said.taskArn())
                .ifPresent(
                        task ->
                                view.change(
                                        AggregateKind.TASK.at(cluster, task),
                                        contents ->
                                                contents.observed(
                                                        instance,
                                                        task,
                                                        seen ->
                                                                seen.withHealth(
                                                                        TelemetryReader.health(
                                                                                said, task,
                                                                                contents)))));
    }

    private void onStatus(PublishInstanceStatusRequest said) {
        var now = plane.clock().instant();
        var conditions =
                said.statuses().stream()
                        .flatMap(status -> TelemetryReader.condition(status, now).stream())
                        .collect(
                                Collectors.toMap(
                                        InstanceCondition::type,
                                        condition -> condition,
                                        (_, newer) -> newer,
                                        TreeMap::new));
        if (!conditions.isEmpty()) {
            view.change(
                    AggregateKind.CONTAINER_INSTANCE.at(cluster, instance),
                    contents ->
                            contents.withConditions(instance, List.copyOf(conditions.values())));
        }
    }
}
