package dev.berth.domain.service;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.TagChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The commands of a service: first those of the API, then those of its reconciler. */
public sealed interface ServiceCommand extends Aggregate.Command {

    /**
     * Creates the service with its first deployment. A repeated command with the same fingerprint
     * changes nothing.
     *
     * @param desiredCount null if none was given
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
     * @param start null if no member that starts a deployment was given
     * @param readRevisionId refused unless this is still the revision of PRIMARY, or null
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

    /** Removes the service from the API, if it was deleted before that time. */
    record Forget(Instant deletedBefore) implements ServiceCommand {}

    /** Starts a deployment that is PENDING. */
    record Begin(String deploymentId) implements ServiceCommand {}

    /** Records the images of a revision; only the first time has an effect. */
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
     * @param deadline of the service, or else of its cluster
     * @param waitedFor what it was waiting for, a sentence
     */
    record Expire(String deploymentId, Instant deadline, String waitedFor)
            implements ServiceCommand {}

    /** Removes deployments without tasks from {@code deployments[]}; never PRIMARY. */
    record RemoveDeployments(List<String> deploymentIds) implements ServiceCommand {
        public RemoveDeployments {
            deploymentIds = List.copyOf(deploymentIds);
        }
    }

    /**
     * Writes an event.
     *
     * @param condition whether it reports a condition, which is reported once while it continues
     */
    record LogMessage(String text, boolean condition) implements ServiceCommand {}

    /** These conditions are over. */
    record ClearConditions(List<String> texts) implements ServiceCommand {
        public ClearConditions {
            texts = List.copyOf(texts);
        }
    }

    /** Gives up tasks on a lost instance. */
    record WriteOff(List<String> taskIds) implements ServiceCommand {
        public WriteOff {
            taskIds = List.copyOf(taskIds);
        }
    }

    /** Tasks that were given up count again, or have stopped. */
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

    /** These moves are completed or given up. */
    record EndMoves(List<String> taskIds) implements ServiceCommand {
        public EndMoves {
            taskIds = List.copyOf(taskIds);
        }
    }

    /** The deleted service has no tasks. */
    record FinishDeletion() implements ServiceCommand {}
}
