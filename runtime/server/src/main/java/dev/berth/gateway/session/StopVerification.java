package dev.berth.gateway.session;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Reply;
import dev.berth.domain.task.Task.DesiredStatus;
import dev.berth.domain.task.TaskAnswer;
import dev.berth.domain.task.TaskCommand;
import dev.berth.protocol.agent.ManifestTask;
import dev.berth.protocol.agent.TaskStopVerificationMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Decides which tasks an agent must stop that are not in its manifest: only tasks whose desired
 * status in the journal is STOPPED. Tasks that the journal does not have (after an older backup was
 * restored, or with a new data folder) continue to run.
 */
final class StopVerification {

    private static final Logger LOG = LoggerFactory.getLogger(StopVerification.class);

    private StopVerification() {}

    static CompletionStage<List<ManifestTask>> toStop(
            ControlPlane plane, String cluster, TaskStopVerificationMessage question) {
        CompletionStage<List<ManifestTask>> stop =
                CompletableFuture.completedFuture(new ArrayList<>());
        for (var candidate : question.stopCandidates()) {
            stop =
                    stop.thenCombine(
                            isToStop(plane, cluster, candidate),
                            (all, ended) -> {
                                if (ended) {
                                    all.add(candidate);
                                } else {
                                    logKept(cluster, candidate);
                                }
                                return all;
                            });
        }
        return stop;
    }

    private static void logKept(String cluster, ManifestTask candidate) {
        try (var _ = MDC.putCloseable("cluster", cluster);
                var _ = MDC.putCloseable("taskId", idOf(candidate))) {
            LOG.warn("Task {} is not in the manifest and continues to run", candidate.taskArn());
        }
    }

    private static String idOf(ManifestTask candidate) {
        return candidate.taskArn().substring(candidate.taskArn().lastIndexOf('/') + 1);
    }

    private static CompletionStage<Boolean> isToStop(
            ControlPlane plane, String cluster, ManifestTask candidate) {
        var taskId = idOf(candidate);
        var shown = plane.cluster(cluster).task(taskId);
        if (shown.isPresent()) {
            return CompletableFuture.completedFuture(
                    shown.get().desiredStatus() == DesiredStatus.STOPPED);
        }
        return plane.askForAgent(AggregateKind.TASK.at(cluster, taskId), new TaskCommand.Probe())
                .thenApply(StopVerification::isOver);
    }

    private static boolean isOver(Reply reply) {
        return reply instanceof Reply.Done(_, _, TaskAnswer.LaunchedOn(_, boolean stopped))
                && stopped;
    }
}
