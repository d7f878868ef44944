package dev.berth.agent.connection;

import dev.berth.agent.logs.LogRequests;
import dev.berth.agent.task.plan.InvalidTaskException;
import dev.berth.agent.task.run.TaskControl;
import dev.berth.protocol.agent.AckRequest;
import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.AgentMessageException;
import dev.berth.protocol.agent.AgentMessages;
import dev.berth.protocol.agent.BerthExamineTask;
import dev.berth.protocol.agent.BerthLogsCredit;
import dev.berth.protocol.agent.BerthLogsStop;
import dev.berth.protocol.agent.BerthPostMortemTaken;
import dev.berth.protocol.agent.BerthPostMortemsWanted;
import dev.berth.protocol.agent.BerthReadLogs;
import dev.berth.protocol.agent.CloseMessage;
import dev.berth.protocol.agent.ErrorMessage;
import dev.berth.protocol.agent.HeartbeatAckRequest;
import dev.berth.protocol.agent.HeartbeatMessage;
import dev.berth.protocol.agent.ManifestTask;
import dev.berth.protocol.agent.PayloadMessage;
import dev.berth.protocol.agent.TaskManifestMessage;
import dev.berth.protocol.agent.TaskStopVerificationAck;
import dev.berth.protocol.agent.TaskStopVerificationMessage;
import dev.berth.protocol.agent.Unknown;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.io.IOException;
import java.util.Comparator;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The work socket (ACS), handled as in Amazon's agent. An acknowledgement means that the message is
 * on disk. A message that cannot be accepted is not acknowledged, and the server sends it again.
 */
public final class WorkConversation implements AgentSocket.Conversation {
    private static final Logger log = LoggerFactory.getLogger(WorkConversation.class);

    /** The receivers of messages. */
    public record Handlers(
            TaskControl tasks,
            ManifestTimeline manifests,
            ReportSender reports,
            LogRequests logs,
            PostMortemSender postMortems) {}

    private final TaskControl tasks;
    private final ManifestTimeline manifests;
    private final ReportSender reports;
    private final LogRequests logs;
    private final PostMortemSender postMortems;
    private final Runnable heartbeat;
    private final Consumer<Boolean> connected;

    // Only the stop verification of the latest manifest is accepted, and once.
    private String verifiedManifest;

    /**
     * @param heartbeat called at each heartbeat; must be fast
     * @param connected called when the socket is opened or closed
     */
    public WorkConversation(Handlers handlers, Runnable heartbeat, Consumer<Boolean> connected) {
        this.tasks = handlers.tasks();
        this.manifests = handlers.manifests();
        this.reports = handlers.reports();
        this.logs = handlers.logs();
        this.postMortems = handlers.postMortems();
        this.heartbeat = heartbeat;
        this.connected = connected;
    }

    @Override
    public void opened(OpenSocket socket) {
        verifiedManifest = null;
        connected.accept(true);
    }

    @Override
    public void closed() {
        logs.close();
        postMortems.closed();
        connected.accept(false);
    }

    @Override
    public boolean received(OpenSocket socket, String text) throws InterruptedException {
        try {
            var message = AgentMessages.read(text);
            answer(socket, message);
            return !(message instanceof Unknown);
        } catch (AgentMessageException e) {
            log.warn("Ignored a message of the server: {}", e.getMessage());
            return false;
        } catch (IOException e) {
            log.warn("A message of the server could not be executed: {}", e.getMessage());
            return true;
        }
    }

    private void answer(OpenSocket socket, AgentMessage message)
            throws IOException, InterruptedException {
        switch (message) {
            case HeartbeatMessage(var id, _) -> {
                send(socket, new HeartbeatAckRequest(id));
                heartbeat.run();
            }
            case PayloadMessage payload -> onPayload(socket, payload);
            case TaskManifestMessage manifest -> onManifest(socket, manifest);
            case TaskStopVerificationAck ack -> onStopVerified(ack);
            case BerthReadLogs request -> logs.read(request, answer -> send(socket, answer));
            case BerthLogsCredit more -> logs.grant(more);
            case BerthLogsStop stop -> logs.stop(stop);
            case BerthPostMortemsWanted wanted -> postMortems.wanted(socket, wanted);
            case BerthPostMortemTaken taken -> postMortems.taken(taken);
            case BerthExamineTask request -> postMortems.examine(socket, tasks, request);
            case CloseMessage(var why) -> log.info("The server will close the socket: {}", why);
            case ErrorMessage(var why) -> log.warn("Error message of the server: {}", why);
            case Unknown unknown -> log.debug("Ignored {}", unknown);
            default -> log.debug("Ignored a {}", message.getClass().getSimpleName());
        }
    }

    private void onPayload(OpenSocket socket, PayloadMessage payload)
            throws IOException, InterruptedException {
        if (isMissing(payload.messageId())
                || isMissing(payload.clusterArn())
                || isMissing(payload.containerInstanceArn())) {
            log.warn("Ignored a payload without messageId or ARNs");
            return;
        }
        var stopsFirst =
                payload.tasks().stream()
                        .sorted(Comparator.comparing(t -> !"STOPPED".equals(t.desiredStatus())))
                        .toList();
        var loaded = true;
        for (var task : stopsFirst) {
            loaded &= accept(task, payload.seqNum());
        }
        if (loaded) {
            acknowledge(
                    socket,
                    payload.clusterArn(),
                    payload.containerInstanceArn(),
                    payload.messageId());
        }
    }

    private boolean accept(PayloadTask task, long seqNum) throws IOException, InterruptedException {
        try {
            tasks.accept(task, seqNum);
            return true;
        } catch (InvalidTaskException e) {
            try (var _ =
                    MDC.putCloseable(
                            "taskId", task.arn().substring(task.arn().lastIndexOf('/') + 1))) {
                log.error("Task {} cannot be loaded: {}", task.arn(), e.getMessage());
            }
            // In its own thread, so that later messages do not wait.
            Thread.ofVirtual().start(() -> reportUnloadable(task.arn(), e.getMessage()));
            return false;
        }
    }

    private void reportUnloadable(String task, String why) {
        try {
            reports.deliverUnloadable(task, why);
        } catch (InterruptedException e) {
            // The agent is closing. The payload was not acknowledged and will be sent again.
        }
    }

    private void onManifest(OpenSocket socket, TaskManifestMessage manifest)
            throws IOException, InterruptedException {
        var read = Math.max(manifests.timeline(), tasks.highestSeqNum());
        if (manifest.timeline() <= read) {
            log.debug("Ignored a manifest of {}; {} was read", manifest.timeline(), read);
            return;
        }
        manifests.read(manifest.timeline());
        verifiedManifest = manifest.messageId();
        acknowledge(
                socket,
                manifest.clusterArn(),
                manifest.containerInstanceArn(),
                manifest.messageId());
        var listed =
                manifest.tasks().stream()
                        .filter(t -> "RUNNING".equals(t.desiredStatus()))
                        .map(ManifestTask::taskArn)
                        .collect(Collectors.toSet());
        var candidates =
                tasks.running().stream()
                        .filter(arn -> !listed.contains(arn))
                        .map(arn -> new ManifestTask(arn, manifest.clusterArn(), "STOPPED"))
                        .toList();
        if (!candidates.isEmpty()) {
            log.info(
                    "Asking whether to stop what the manifest does not list: {}",
                    candidates.stream().map(ManifestTask::taskArn).toList());
            send(socket, new TaskStopVerificationMessage(manifest.messageId(), candidates));
        }
    }

    private void onStopVerified(TaskStopVerificationAck ack) throws InterruptedException {
        if (verifiedManifest == null || !verifiedManifest.equals(ack.messageId())) {
            log.debug("Ignored a stop verification of another manifest");
            return;
        }
        verifiedManifest = null;
        for (var task : ack.stopTasks()) {
            tasks.stop(task.taskArn());
        }
    }

    private static void acknowledge(
            OpenSocket socket, String cluster, String instance, String messageId)
            throws IOException, InterruptedException {
        send(socket, new AckRequest(cluster, instance, messageId));
    }

    private static void send(OpenSocket socket, AgentMessage message)
            throws IOException, InterruptedException {
        socket.send(AgentMessages.write(message));
    }

    private static boolean isMissing(String text) {
        return text == null || text.isEmpty();
    }
}
