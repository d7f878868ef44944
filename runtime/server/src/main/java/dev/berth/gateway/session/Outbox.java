package dev.berth.gateway.session;

import dev.berth.actors.ControlPlane;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.DesiredStatus;
import dev.berth.ecs.Arns;
import dev.berth.gateway.payload.DeploymentImages;
import dev.berth.gateway.payload.PayloadCompiler;
import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.AgentMessages;
import dev.berth.protocol.agent.HeartbeatMessage;
import dev.berth.protocol.agent.ManifestTask;
import dev.berth.protocol.agent.PayloadMessage;
import dev.berth.protocol.agent.TaskManifestMessage;
import dev.berth.protocol.agent.TaskStopVerificationAck;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.util.List;
import java.util.UUID;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.QueueOfferResult;

/**
 * Writes to one agent. Each method returns false if the queue is full, because the agent does not
 * read; the session must then end.
 */
public final class Outbox {

    private final ControlPlane plane;
    private final PayloadCompiler compiler;
    private final Arns arns;
    private final AgentSession.Peer peer;
    private final BoundedSourceQueue<Message> queue;

    public Outbox(
            ControlPlane plane,
            PayloadCompiler compiler,
            Arns arns,
            AgentSession.Peer peer,
            BoundedSourceQueue<Message> queue) {
        this.plane = plane;
        this.compiler = compiler;
        this.arns = arns;
        this.peer = peer;
        this.queue = queue;
    }

    boolean manifest(long timeline, List<Task.Active> tasks) {
        return send(
                new TaskManifestMessage(
                        UUID.randomUUID().toString(),
                        clusterArn(),
                        instanceArn(),
                        plane.clock().millis(),
                        timeline,
                        tasks.stream().map(this::manifestTask).toList()));
    }

    boolean payload(String messageId, long number, Task.Launched task, DesiredStatus desired) {
        return send(
                new PayloadMessage(
                        messageId,
                        clusterArn(),
                        instanceArn(),
                        number,
                        plane.clock().millis(),
                        List.of(payload(task, desired))));
    }

    boolean stop(String messageId, List<ManifestTask> tasks) {
        return send(new TaskStopVerificationAck(messageId, plane.clock().millis(), tasks));
    }

    boolean heartbeat() {
        return send(new HeartbeatMessage(UUID.randomUUID().toString(), true));
    }

    private boolean send(AgentMessage message) {
        return queue.offer(TextMessage.create(AgentMessages.write(message)))
                .equals(QueueOfferResult.enqueued());
    }

    private PayloadTask payload(Task.Launched task, DesiredStatus desired) {
        if (desired == DesiredStatus.STOPPED) {
            return compiler.stop(task);
        }
        var spec = task.spec();
        return compiler.compile(
                plane.account().definition(spec.family(), spec.revision()).orElseThrow(),
                task,
                DeploymentImages.digests(plane.cluster(peer.cluster()), spec));
    }

    private ManifestTask manifestTask(Task.Launched task) {
        return new ManifestTask(
                arns.task(peer.cluster(), task.spec().taskId()),
                clusterArn(),
                task.desiredStatus().name());
    }

    private String clusterArn() {
        return arns.cluster(peer.cluster());
    }

    private String instanceArn() {
        return arns.containerInstance(peer.cluster(), peer.instanceId());
    }
}
