package dev.berth.gateway.payload;

import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.task.TaskSpec;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The images of a service deployment. A tag is resolved once: after the first task has reported its
 * digests, all later tasks of the deployment run these digests, even if the tag has been moved.
 * Images without a digest of a registry are used as written.
 */
public final class DeploymentImages {
    private static final String SERVICE = "service:";
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

    private DeploymentImages() {}

    /** The digests for the containers of a task, by name; empty where none are resolved. */
    public static Map<String, String> digests(ClusterSnapshot cluster, TaskSpec task) {
        if (task.startedBy() == null || !task.group().startsWith(SERVICE)) {
            return Map.of();
        }
        return cluster.service(task.group().substring(SERVICE.length()))
                .map(service -> service.details().rollouts())
                .flatMap(
                        rollouts ->
                                rollouts.deployment(task.startedBy())
                                        .map(rollouts::revision)
                                        .map(revision -> revision.images()))
                .orElse(Map.of());
    }

    /**
     * The image by its digest. One that is written with a digest stays so.
     *
     * @param digest or null
     */
    static String pinned(String image, String digest) {
        if (digest == null || image.contains("@") || !DIGEST.matcher(digest).matches()) {
            return image;
        }
        var colon = image.lastIndexOf(':');
        // A colon before the last slash belongs to the port of a registry.
        var repository = colon > image.lastIndexOf('/') ? image.substring(0, colon) : image;
        return repository + "@" + digest;
    }
}
