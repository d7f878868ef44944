package dev.berth.integration.fleet;

import dev.berth.protocol.agent.AckRequest;
import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.HeartbeatAckRequest;
import dev.berth.protocol.agent.HeartbeatMessage;
import dev.berth.protocol.agent.PayloadMessage;
import dev.berth.protocol.agent.TaskManifestMessage;
import dev.berth.protocol.agent.TaskStopVerificationAck;
import dev.berth.protocol.agent.TaskStopVerificationMessage;
import java.util.concurrent.atomic.AtomicBoolean;

/** The work socket (ACS), answered as real agents do. One for each socket. */
final class WorkConversation implements FakeSocket.Conversation {
    private final Fleet fleet;
    private final FakeInstance instance;
    private final AtomicBoolean connected = new AtomicBoolean();
    private String verifiedManifest;

    WorkConversation(Fleet fleet, FakeInstance instance) {
        this.fleet = fleet;
        this.instance = instance;
    }

    @Override
    public void opened(FakeSocket socket) {}

    @Override
    public void closed() {
        if (connected.getAndSet(false)) {
            fleet.figures().disconnected();
        }
    }

    @Override
    public void received(FakeSocket socket, AgentMessage message) {
        switch (message) {
            case HeartbeatMessage(var id, _) -> socket.send(new HeartbeatAckRequest(id));
            case PayloadMessage payload -> {
                payload.tasks().forEach(task -> instance.accept(task, payload.seqNum()));
                socket.send(
                        new AckRequest(
                                payload.clusterArn(),
                                payload.containerInstanceArn(),
                                payload.messageId()));
            }
            case TaskManifestMessage manifest -> manifest(socket, manifest);
            case TaskStopVerificationAck verified -> {
                if (verified.messageId().equals(verifiedManifest)) {
                    verifiedManifest = null;
                    verified.stopTasks().forEach(task -> instance.stop(task.taskArn()));
                }
            }
            default -> {} // what is not for such an agent is passed over
        }
    }

    private void manifest(FakeSocket socket, TaskManifestMessage manifest) {
        if (!instance.isNew(manifest)) {
            return;
        }
        socket.send(
                new AckRequest(
                        manifest.clusterArn(),
                        manifest.containerInstanceArn(),
                        manifest.messageId()));
        verifiedManifest = manifest.messageId();
        var beyond = instance.beyond(manifest);
        if (!beyond.isEmpty()) {
            socket.send(new TaskStopVerificationMessage(manifest.messageId(), beyond));
        }
        if (!connected.getAndSet(true)) {
            fleet.connected();
        }
    }
}
