package dev.berth.domain.service;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.TagChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The events of a service. */
public sealed interface ServiceEvent extends Aggregate.Event {

    record Created(
            Service.Identity identity,
            ServiceSettings settings,
            int desiredCount,
            String deploymentId,
            String serviceDeploymentId,
            ServiceRevision revision)
            implements ServiceEvent {}

    record TagsChanged(TagChange change) implements ServiceEvent {}

    record DesiredCountSet(int desiredCount, Instant at) implements ServiceEvent {}

    record SettingsChanged(ServiceSettings settings, Instant at) implements ServiceEvent {}

    record DeploymentStarted(
            String deploymentId, String serviceDeploymentId, ServiceRevision revision, Instant at)
            implements ServiceEvent {}

    record DeploymentBegun(String deploymentId, Instant at) implements ServiceEvent {}

    record ImagesResolved(String revisionId, Map<String, String> digests) implements ServiceEvent {
        public ImagesResolved {
            digests = Map.copyOf(digests);
        }
    }

    record TasksCounted(
            String deploymentId,
            List<String> healthy,
            List<String> failed,
            List<String> unhealthy,
            List<String> gone,
            Instant at)
            implements ServiceEvent {
        public TasksCounted {
            unhealthy = List.copyOf(unhealthy);
            healthy = List.copyOf(healthy);
            failed = List.copyOf(failed);
            gone = List.copyOf(gone);
        }
    }

    record DeploymentCompleted(String deploymentId, Instant at) implements ServiceEvent {}

    /**
     * @param rollbackTo the deployment that became PRIMARY again, or null
     */
    record DeploymentFailed(String deploymentId, Failure cause, String rollbackTo, Instant at)
            implements ServiceEvent {}

    /** Why a deployment failed. */
    enum Failure {
        CIRCUIT_BREAKER,
        DEADLINE,
        STOPPED,
        ABORTED
    }

    record DeploymentsRemoved(List<String> deploymentIds) implements ServiceEvent {
        public DeploymentsRemoved {
            deploymentIds = List.copyOf(deploymentIds);
        }
    }

    record MessageLogged(String text, boolean condition, Instant at) implements ServiceEvent {}

    record ConditionsCleared(List<String> texts) implements ServiceEvent {
        public ConditionsCleared {
            texts = List.copyOf(texts);
        }
    }

    record TasksWrittenOff(List<String> taskIds, Instant at) implements ServiceEvent {
        public TasksWrittenOff {
            taskIds = List.copyOf(taskIds);
        }
    }

    record TasksTakenBack(List<String> taskIds) implements ServiceEvent {
        public TasksTakenBack {
            taskIds = List.copyOf(taskIds);
        }
    }

    record MovesBegun(List<String> taskIds, Instant at) implements ServiceEvent {
        public MovesBegun {
            taskIds = List.copyOf(taskIds);
        }
    }

    record MovesEnded(List<String> taskIds) implements ServiceEvent {
        public MovesEnded {
            taskIds = List.copyOf(taskIds);
        }
    }

    record DeletionBegan(Instant at) implements ServiceEvent {}

    record Deleted(Instant at) implements ServiceEvent {}

    /** The API does not show the service any more. All earlier events are irrelevant. */
    record Forgotten(String name, Instant at) implements ServiceEvent {}
}
