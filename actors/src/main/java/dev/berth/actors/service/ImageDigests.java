package dev.berth.actors.service;

import dev.berth.actors.entity.TaskAggregate;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.service.Deployment;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceCommand.ResolveImages;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.DesiredStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The image digests of a deployment: those of its first task that has reported one for each
 * container. They are recorded in its revision, so that all later tasks run the same images.
 */
final class ImageDigests {

    private ImageDigests() {}

    /** The digests for deployments whose revision has none yet, if a task has reported them. */
    static List<ResolveImages> resolved(Service.Details service, ClusterSnapshot cluster) {
        var resolved = new ArrayList<ResolveImages>();
        for (var deployment : service.rollouts().deployments()) {
            var revision = service.rollouts().revision(deployment);
            if (revision.images().isEmpty()) {
                reported(deployment, cluster)
                        .map(digests -> new ResolveImages(revision.id(), digests))
                        .ifPresent(resolved::add);
            }
        }
        return resolved;
    }

    private static Optional<Map<String, String>> reported(
            Deployment deployment, ClusterSnapshot cluster) {
        return cluster.tasks()
                .states(
                        TaskAggregate.STARTED_BY,
                        TaskAggregate.of(DesiredStatus.RUNNING, deployment.id()))
                .map(Task.Launched.class::cast)
                .map(ImageDigests::digests)
                .filter(digests -> !digests.isEmpty())
                .findFirst();
    }

    /** Empty if one of its containers has none. */
    private static Map<String, String> digests(Task.Launched task) {
        var digests = new HashMap<String, String>();
        for (var container : task.spec().containers()) {
            var progress = task.progress().containers().get(container.name());
            if (progress == null || progress.imageDigest() == null) {
                return Map.of();
            }
            digests.put(container.name(), progress.imageDigest());
        }
        return digests;
    }
}
