package dev.berth.domain.service;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.TagChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What a service can be asked to do: first by the API, then by its reconciler. */
public sealed interface ServiceCommand extends Aggregate.Command {

    /**
     * Creates it with its first deployment. The same fingerprint again changes nothing.
     *
     * @param desiredCount null where none was given
     */
    record Create(
            Service.Identity identity,
            ServiceSettings settings,
            Integer desiredCount,
            Start start,
            Map<String, String> tags)
            implements ServiceCommand {
        public Create {
            tags = Map.copyOf(tags);
        }
    }

    /**
     * @param desiredCount null to keep it
     * @param start null where no member was given that starts a deployment
     * @param readRevisionId refuses unless this is still PRIMARY's revision, or null
     */
    record Update(
            Integer desiredCount,
            ServiceSettings.Change settings,
            Start start,
            String readRevisionId)
            implements ServiceCommand {}

    /**
     * A deployment to start.
     *
     * @param force whether it starts although the revision runs the same
     */
    record Start(
            String deploymentId,
            String serviceDeploymentId,
            ServiceRevision revision,
            boolean force) {}

    record ChangeTags(TagChange change) implements ServiceCommand {}

    record Delete(boolean force) implements ServiceCommand {}

    /** StopServiceDeployment; without {@code abort} it is rolled back. */
    record StopDeployment(String serviceDeploymentId, boolean abort) implements ServiceCommand {}

    /** Takes it out of the API, if it was deleted before that time. */
    record Forget(Instant deletedBefore) implements ServiceCommand {}

    /** Begins a deployment that is PENDING. */
    record Begin(String deploymentId) implements ServiceCommand {}

    /** Fixes the images of a revision; only the first time counts. */
    record ResolveImages(String revisionId, Map<String, String> digests) implements ServiceCommand {
        public ResolveImages {
            digests = Map.copyOf(digests);
        }
    }

    /**
     * Counts tasks for the circuit breaker and the back-off, each once. The count never passes the
     * threshold.
     *
     * @param desired how many tasks a DAEMON service wants now; of a REPLICA one its desired count
     *     is taken
     * @param healthy tasks that are healthy now
     * @param failed tasks that ended too early, in the order in which they ended
     * @param unhealthy tasks that are replaced because they are unhealthy; they cause no back-off
     * @param gone tasks that are not shown any more, so that they need not be remembered
     */
    record CountTasks(
            String deploymentId,
            int desired,
            List<String> healthy,
            List<String> failed,
            List<String> unhealthy,
            List<String> gone)
            implements ServiceCommand {
        public CountTasks {
            unhealthy = List.copyOf(unhealthy);
            healthy = List.copyOf(healthy);
            failed = List.copyOf(failed);
            gone = List.copyOf(gone);
        }
    }

    record Complete(String deploymentId) implements ServiceCommand {}

    /**
     * Fails a deployment whose deadline has passed.
     *
     * @param waitedFor what it was waiting for, a sentence
     */
    record Expire(String deploymentId, String waitedFor) implements ServiceCommand {}

    /** Takes deployments that have no tasks out of {@code deployments[]}; never PRIMARY. */
    record RemoveDeployments(List<String> deploymentIds) implements ServiceCommand {
        public RemoveDeployments {
            deploymentIds = List.copyOf(deploymentIds);
        }
    }

    /**
     * Writes an event.
     *
     * @param condition whether it tells of a condition, which is told once while it stands
     */
    record Tell(String text, boolean condition) implements ServiceCommand {}

    /** The causes of these conditions are gone. */
    record ClearConditions(List<String> texts) implements ServiceCommand {
        public ClearConditions {
            texts = List.copyOf(texts);
        }
    }

    /** Gives tasks up whose instance is lost. */
    record WriteOff(List<String> taskIds) implements ServiceCommand {
        public WriteOff {
            taskIds = List.copyOf(taskIds);
        }
    }

    /** Tasks that were given up count again, or are over. */
    record TakeBack(List<String> taskIds) implements ServiceCommand {
        public TakeBack {
            taskIds = List.copyOf(taskIds);
        }
    }

    record BeginMoves(List<String> taskIds) implements ServiceCommand {
        public BeginMoves {
            taskIds = List.copyOf(taskIds);
        }
    }

    /** These moves are done or given up. */
    record EndMoves(List<String> taskIds) implements ServiceCommand {
        public EndMoves {
            taskIds = List.copyOf(taskIds);
        }
    }

    /** A deleted service has no tasks left. */
    record FinishDeletion() implements ServiceCommand {}
}
