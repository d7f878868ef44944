package dev.berth.actors.entity;

import dev.berth.domain.check.AggregateCheck;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceDecider;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.service.ServiceRevision;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Services. The id within a cluster is the name of the service. */
public final class ServiceAggregate {

    /**
     * The key in {@link #STATUS} of every service that is not INACTIVE: what ListServices lists.
     */
    public static final String LISTED = "LISTED";

    /** By {@code ACTIVE}, {@code DRAINING} or {@code INACTIVE}, and {@link #LISTED}. */
    public static final Index<Service> STATUS =
            new Index<>("status", ServiceAggregate::status, ServiceAggregate::statusKeys);

    /** Listed services by {@code REPLICA} or {@code DAEMON}. */
    public static final Index<Service> STRATEGY =
            listed("scheduling strategy", details -> Set.of(details.identity().strategy().name()));

    /** Listed services by the launch type of their PRIMARY deployment. */
    public static final Index<Service> LAUNCH_TYPE =
            listed(
                    "launch type",
                    details -> Set.of(details.rollouts().revision(details.primary()).launchType()));

    /**
     * Listed services by their task definitions, as {@code family:revision}: those of the
     * deployments, and those of the revisions that a rollback can restore.
     */
    public static final Index<Service> DEFINITION =
            listed("definition", ServiceAggregate::definitions);

    private ServiceAggregate() {}

    static AggregateKind<ServiceCommand, ServiceEvent, Service> kind() {
        return new AggregateKind<>(
                "Service",
                ServiceEvent.class,
                Service.class,
                new ServiceDecider(),
                List.of(
                        JournalName.of("service.created/1", ServiceEvent.Created.class),
                        JournalName.of("service.tags-changed/1", ServiceEvent.TagsChanged.class),
                        JournalName.of(
                                "service.desired-count-set/1", ServiceEvent.DesiredCountSet.class),
                        JournalName.of(
                                "service.settings-changed/1", ServiceEvent.SettingsChanged.class),
                        JournalName.of(
                                "service.deployment-started/1",
                                ServiceEvent.DeploymentStarted.class),
                        JournalName.of(
                                "service.deployment-begun/1", ServiceEvent.DeploymentBegun.class),
                        JournalName.of(
                                "service.images-resolved/1", ServiceEvent.ImagesResolved.class),
                        JournalName.of("service.tasks-counted/1", ServiceEvent.TasksCounted.class),
                        JournalName.of(
                                "service.deployment-completed/1",
                                ServiceEvent.DeploymentCompleted.class),
                        JournalName.of(
                                "service.deployment-failed/1", ServiceEvent.DeploymentFailed.class),
                        JournalName.of(
                                "service.deployments-removed/1",
                                ServiceEvent.DeploymentsRemoved.class),
                        JournalName.of(
                                "service.message-logged/1", ServiceEvent.MessageLogged.class),
                        JournalName.of(
                                "service.conditions-cleared/1",
                                ServiceEvent.ConditionsCleared.class),
                        JournalName.of(
                                "service.tasks-written-off/1", ServiceEvent.TasksWrittenOff.class),
                        JournalName.of(
                                "service.tasks-taken-back/1", ServiceEvent.TasksTakenBack.class),
                        JournalName.of("service.moves-begun/1", ServiceEvent.MovesBegun.class),
                        JournalName.of("service.moves-ended/1", ServiceEvent.MovesEnded.class),
                        JournalName.of(
                                "service.deletion-began/1", ServiceEvent.DeletionBegan.class),
                        JournalName.of("service.deleted/1", ServiceEvent.Deleted.class),
                        JournalName.of("service.forgotten/1", ServiceEvent.Forgotten.class),
                        JournalName.of("service.snapshot-active/1", Service.Active.class),
                        JournalName.of("service.snapshot-draining/1", Service.Draining.class),
                        JournalName.of("service.snapshot-inactive/1", Service.Inactive.class),
                        JournalName.of("service.snapshot-forgotten/1", Service.Forgotten.class)),
                Shown.in(
                        Shown.Place.CLUSTER,
                        Service.Known.class::isInstance,
                        ServiceAggregate::endedAt,
                        List.of(STATUS, STRATEGY, LAUNCH_TYPE, DEFINITION)),
                new RetentionRule.WithItsName<>(
                        List.of(
                                RetentionRule.Ending.of(
                                        ServiceEvent.Forgotten.class, ServiceEvent.Forgotten::at)),
                        ServiceCommand.Forget::new),
                AggregateCheck.services());
    }

    private static Instant endedAt(Service state) {
        return state instanceof Service.Inactive inactive ? inactive.deletedAt() : null;
    }

    private static String status(Service state) {
        return switch (state) {
            case Service.Absent _, Service.Forgotten _ -> "";
            case Service.Active _ -> "ACTIVE";
            case Service.Draining _ -> "DRAINING";
            case Service.Inactive _ -> "INACTIVE";
        };
    }

    private static Set<String> statusKeys(Service state) {
        return switch (state) {
            case Service.Absent _, Service.Forgotten _ -> Set.of();
            case Service.Active _, Service.Draining _ -> Set.of(status(state), LISTED);
            case Service.Inactive _ -> Set.of(status(state));
        };
    }

    private static Index<Service> listed(String name, Function<Service.Details, Set<String>> keys) {
        return Index.by(
                name,
                state ->
                        switch (state) {
                            case Service.Active(var details) -> keys.apply(details);
                            case Service.Draining(var details, _) -> keys.apply(details);
                            case Service.Absent _, Service.Inactive _, Service.Forgotten _ ->
                                    Set.of();
                        });
    }

    private static Set<String> definitions(Service.Details details) {
        var rollouts = details.rollouts();
        var definitions = new HashSet<String>();
        for (var deployment : rollouts.deployments()) {
            definitions.add(definition(rollouts.revision(deployment)));
        }
        if (rollouts.fallback() != null) {
            definitions.add(definition(rollouts.revision(rollouts.fallback())));
        }
        return definitions;
    }

    /** The key in {@link #DEFINITION} of a revision. */
    public static String definition(ServiceRevision revision) {
        return revision.family() + ":" + revision.revision();
    }
}
