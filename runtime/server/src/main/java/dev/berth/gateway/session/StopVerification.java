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
 * Which of the tasks that an agent runs beyond its manifest are to be stopped: only those that the
 * journal knows as stopped or to be stopped. What the server does not know (an old backup, a fresh
 * data folder) is a stray and goes on.
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
                                    leftAlone(cluster, candidate);
                                }
                                return all;
                            });
        }
        return stop;
    }

    private static void leftAlone(String cluster, ManifestTask candidate) {
        try (var _ = MDC.putCloseable("cluster", cluster);
                var _ = MDC.putCloseable("taskId", idOf(candidate))) {
            LOG.warn("task {} runs beyond the manifest and is left alone", candidate.taskArn());
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
