package dev.berth.gateway.session;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.view.Connection;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.InstanceAnswer.SequenceGranted;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.DesiredStatus;
import dev.berth.domain.task.TaskCommand;
import dev.berth.protocol.agent.AckRequest;
import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.ManifestTask;
import dev.berth.protocol.agent.NackRequest;
import dev.berth.protocol.agent.TaskStopVerificationMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The ACS socket of one agent. It compares the tasks that the view assigns to the instance with the
 * payloads that the agent has received. It starts with a manifest, sends one task per payload, and
 * sends a payload again until it is acknowledged.
 *
 * <p>A session that was replaced by another one or that failed is <em>muted</em>, not closed: an
 * agent reconnects at once after a close, but closes the socket itself after one or two minutes
 * without messages.
 */
public final class AgentSession {

    private static final Logger LOG = LoggerFactory.getLogger(AgentSession.class);
    private static final String UNSENDABLE =
            "The server could not make the message that starts the task. Its log has the reason.";
    private static final Duration HEARTBEAT = Duration.ofSeconds(20);
    private static final Duration SILENCE = Duration.ofSeconds(75);
    private static final Duration REDELIVERY_CHECK = Duration.ofSeconds(5);

    public sealed interface Command {}

    public record Received(AgentMessage message) implements Command {}

    /**
     * Messages from other actors and from the views. They have serializer lines. The other messages
     * come from the session's own socket and stay in the process.
     */
    public sealed interface Notice extends Command {}

    public record TaskChanged(String taskId) implements Notice {}

    /** Another socket of this instance has replaced this one. */
    public record Displaced() implements Notice {}

    /** The instance was deregistered; its agent can no longer connect. */
    public record Deregistered() implements Notice {}

    /** The socket is closed. */
    public record Closed() implements Command {}

    private record Heartbeat() implements Command {}

    private record Redeliver() implements Command {}

    private record Numbered(SequenceGranted block, Throwable failure) implements Command {}

    private record Verified(String messageId, List<ManifestTask> stop) implements Command {}

    /**
     * Identifies the socket.
     *
     * @param session distinguishes the sockets of one instance
     * @param versions what the agent says of itself
     */
    public record Peer(
            String cluster,
            String instanceId,
            String session,
            Connection connection,
            Versions versions) {}

    private final ActorContext<Command> context;
    private final ControlPlane plane;
    private final Peer peer;
    private final Outbox out;
    private final Deliveries deliveries = new Deliveries();
    private final SequenceNumbers numbers = new SequenceNumbers();
    private final Set<String> waiting = new LinkedHashSet<>();
    private boolean open;
    private boolean claiming;
    private Instant heard;

    public static Behavior<Command> create(ControlPlane plane, Peer peer, Outbox out) {
        return Behaviors.setup(
                context ->
                        Behaviors.withTimers(
                                timers -> {
                                    timers.startTimerWithFixedDelay(new Heartbeat(), HEARTBEAT);
                                    timers.startTimerWithFixedDelay(
                                            new Redeliver(), REDELIVERY_CHECK);
                                    var session = new AgentSession(context, plane, peer, out);
                                    session.begin();
                                    return Behaviors.receive(
                                            (_, message) -> session.onMessage(message),
                                            (_, signal) -> session.onSignal(signal));
                                }));
    }

    private AgentSession(ActorContext<Command> context, ControlPlane plane, Peer peer, Outbox out) {
        this.context = context;
        this.plane = plane;
        this.peer = peer;
        this.out = out;
        this.heard = plane.clock().instant();
    }

    private Behavior<Command> onMessage(Command message) {
        try (var _ = MDC.putCloseable("cluster", peer.cluster());
                var _ = MDC.putCloseable("instanceId", peer.instanceId())) {
            return switch (message) {
                case Received(var received) -> {
                    heard = plane.clock().instant();
                    yield received(received);
                }
                case TaskChanged(var taskId) -> tell(taskId);
                case Heartbeat _ -> heartbeat();
                case Redeliver _ -> redeliver();
                case Numbered(var block, var failure) -> numbered(block, failure);
                case Verified(var messageId, var stop) -> verified(messageId, stop);
                case Displaced _ -> mute("another socket of this instance has replaced it");
                case Deregistered _ -> mute("the instance was deregistered");
                case Closed _ -> closed();
            };
        }
    }

    /** However the session ends, its agent is no longer connected by it. */
    private Behavior<Command> onSignal(Signal signal) {
        if (signal instanceof PostStop) {
            disconnected();
        }
        return Behaviors.same();
    }

    /** Versions are journaled before the agent is shown as connected. */
    private void begin() {
        claiming = true;
        context.pipeToSelf(
                plane.askForAgent(
                                AggregateKind.CONTAINER_INSTANCE.at(
                                        peer.cluster(), peer.instanceId()),
                                new InstanceCommand.SetVersions(peer.versions()))
                        .thenCompose(
                                _ ->
                                        SequenceNumbers.claim(
                                                plane, peer.cluster(), peer.instanceId())),
                Numbered::new);
    }

    private void claimNumbers() {
        claiming = true;
        context.pipeToSelf(
                SequenceNumbers.claim(plane, peer.cluster(), peer.instanceId()), Numbered::new);
    }

    private Behavior<Command> numbered(SequenceGranted block, Throwable failure) {
        claiming = false;
        if (failure != null) {
            return mute("no sequence numbers could be claimed: " + failure);
        }
        numbers.refill(block);
        return open ? tellWaiting() : open();
    }

    private Behavior<Command> open() {
        open = true;
        var snapshot = plane.cluster(peer.cluster());
        var tasks = snapshot.activeTasksOn(peer.instanceId()).toList();
        plane.clusterView(peer.cluster())
                .change(
                        AggregateKind.CONTAINER_INSTANCE.at(peer.cluster(), peer.instanceId()),
                        view -> view.withConnection(peer.instanceId(), peer.connection()));
        LOG.info("Agent connected; {} tasks are assigned to its instance", tasks.size());
        if (!out.manifest(numbers.take(), tasks)) {
            return mute("it does not read what it is sent");
        }
        tasks.forEach(task -> waiting.add(task.spec().taskId()));
        return tellWaiting();
    }

    private Behavior<Command> tell(String taskId) {
        waiting.add(taskId);
        return open ? tellWaiting() : Behaviors.same();
    }

    private Behavior<Command> tellWaiting() {
        var snapshot = plane.cluster(peer.cluster());
        var each = waiting.iterator();
        while (each.hasNext() && deliveries.hasRoom()) {
            if (numbers.isEmpty()) {
                if (!claiming) {
                    claimNumbers();
                }
                return Behaviors.same();
            }
            var taskId = each.next();
            each.remove();
            var task = snapshot.task(taskId).filter(this::isHere);
            if (task.isEmpty() || task.get() instanceof Task.Stopped) {
                deliveries.stopped(taskId);
                continue;
            }
            var due = deliveries.due(task.get());
            if (due.isPresent() && !send(task.get(), due.get())) {
                return mute("it does not read what it is sent");
            }
        }
        return Behaviors.same();
    }

    private boolean isHere(Task.Launched task) {
        return task.spec().instanceId().equals(peer.instanceId());
    }

    private boolean send(Task.Launched task, DesiredStatus desired) {
        var messageId = UUID.randomUUID().toString();
        deliveries.sent(messageId, task.spec().taskId(), desired, plane.clock().instant());
        try (var _ = MDC.putCloseable("taskId", task.spec().taskId())) {
            LOG.debug("The desired status {} was sent", desired);
        }
        try {
            return out.payload(messageId, numbers.take(), task, desired);
        } catch (RuntimeException reason) {
            deliveries.acknowledged(messageId);
            failed(task, desired, reason);
            return true;
        }
    }

    /** A task whose message cannot be built is stopped; the other tasks continue. */
    private void failed(Task.Launched task, DesiredStatus desired, RuntimeException reason) {
        var taskId = task.spec().taskId();
        try (var _ = MDC.putCloseable("taskId", taskId)) {
            LOG.error("The message with desired status {} could not be built", desired, reason);
        }
        if (desired == DesiredStatus.RUNNING) {
            plane.ask(
                    AggregateKind.TASK.at(peer.cluster(), taskId),
                    new TaskCommand.Stop(StopCode.TASK_FAILED_TO_START, UNSENDABLE));
        }
    }

    private Behavior<Command> received(AgentMessage message) {
        switch (message) {
            case AckRequest ack -> {
                deliveries.acknowledged(ack.messageId());
                return tellWaiting();
            }
            case NackRequest nack -> LOG.warn("The agent refused a message: {}", nack.reason());
            case TaskStopVerificationMessage question -> verify(question);
            default -> LOG.trace("Received {}", message.getClass().getSimpleName());
        }
        return Behaviors.same();
    }

    private void verify(TaskStopVerificationMessage question) {
        context.pipeToSelf(
                StopVerification.toStop(plane, peer.cluster(), question),
                (stop, failure) ->
                        new Verified(question.messageId(), failure == null ? stop : List.of()));
    }

    private Behavior<Command> verified(String messageId, List<ManifestTask> stop) {
        if (!stop.isEmpty()) {
            out.stop(messageId, stop);
        }
        return Behaviors.same();
    }

    private Behavior<Command> heartbeat() {
        if (heard.plus(SILENCE).isBefore(plane.clock().instant())) {
            return mute("the agent sent nothing for " + SILENCE.toSeconds() + " s");
        }
        return out.heartbeat() ? Behaviors.same() : mute("it does not read what it is sent");
    }

    private Behavior<Command> redeliver() {
        waiting.addAll(deliveries.overdue(plane.clock().instant()));
        return open ? tellWaiting() : Behaviors.same();
    }

    private Behavior<Command> mute(String why) {
        LOG.warn("Agent session ended: {}", why);
        return Behaviors.stopped();
    }

    private Behavior<Command> closed() {
        LOG.info("Agent disconnected");
        return Behaviors.stopped();
    }

    private void disconnected() {
        plane.clusterView(peer.cluster())
                .change(
                        AggregateKind.CONTAINER_INSTANCE.at(peer.cluster(), peer.instanceId()),
                        view -> view.withoutConnection(peer.instanceId(), peer.session()));
    }
}
