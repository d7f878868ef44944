package dev.berth.actors.journal;

import dev.berth.domain.service.Deployment;
import dev.berth.domain.service.Deployment.RolloutState;
import dev.berth.domain.service.Deployment.Seen;
import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.DeploymentConfiguration.CircuitBreaker;
import dev.berth.domain.service.DeploymentConfiguration.ThresholdType;
import dev.berth.domain.service.MessageLog;
import dev.berth.domain.service.Rollouts;
import dev.berth.domain.service.SchedulingStrategy;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceDeployment;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.service.ServiceRevision;
import dev.berth.domain.service.ServiceSettings;
import dev.berth.domain.service.ServiceSettings.PlacementRule;
import dev.berth.domain.service.ServiceSettings.PropagateTags;
import dev.berth.domain.service.Throttle;
import dev.berth.domain.tag.TagChange;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePVector;

/** The samples of services: see {@link Samples}. */
final class ServiceSamples {

    private static final Instant AT = Instant.ofEpochMilli(1_767_323_045_678L);
    private static final String TASK = "f9e8d7c6b5a493827160f5e4d3c2b1a0";
    private static final String OTHER = "a9e8d7c6b5a493827160f5e4d3c2b1a0";
    private static final String DEPLOYMENT = "ecs-svc/1234567890123456789";
    private static final String FORMER = "ecs-svc/1111111111111111111";
    private static final String REVISION = "2345678901234567890";
    private static final String FORMER_REVISION = "2222222222222222222";

    private static final Service.Identity IDENTITY =
            new Service.Identity(
                    "blue",
                    "web",
                    SchedulingStrategy.REPLICA,
                    AT,
                    "arn:aws:iam::000000000000:user/admin",
                    "token",
                    "6f5902ac237024bdd0c176cb93063dc4");

    private static final DeploymentConfiguration CONFIGURATION =
            new DeploymentConfiguration(
                    50,
                    150,
                    new CircuitBreaker(true, true, ThresholdType.UNBOUNDED_PERCENT, 25, false));

    private static final ServiceSettings SETTINGS =
            new ServiceSettings(
                    CONFIGURATION,
                    30,
                    List.of(new PlacementRule("spread", "host"), new PlacementRule("random", null)),
                    List.of(new PlacementRule("memberOf", "attribute:x exists")),
                    true,
                    PropagateTags.TASK_DEFINITION,
                    true,
                    600,
                    "{\"enableExecuteCommand\":false}");

    private ServiceSamples() {}

    private static ServiceRevision revision(String id, Map<String, String> images) {
        return new ServiceRevision(id, "web", 3, "EC2", "{\"loadBalancers\":[]}", images, AT);
    }

    static void put(Map<String, Object> all) {
        all.put(
                "service.created/1",
                new ServiceEvent.Created(
                        IDENTITY, SETTINGS, 3, DEPLOYMENT, "sd1", revision(REVISION, Map.of())));
        all.put(
                "service.tags-changed/1",
                new ServiceEvent.TagsChanged(
                        new TagChange(Map.of("team", "core", "empty", ""), Set.of("old"))));
        all.put("service.desired-count-set/1", new ServiceEvent.DesiredCountSet(5, AT));
        all.put("service.settings-changed/1", new ServiceEvent.SettingsChanged(SETTINGS, AT));
        deployments(all);
        upkeep(all);
        all.put("service.deletion-began/1", new ServiceEvent.DeletionBegan(AT));
        all.put("service.deleted/1", new ServiceEvent.Deleted(AT));
        all.put("service.forgotten/1", new ServiceEvent.Forgotten("web", AT));
        all.put("service.snapshot-active/1", new Service.Active(details()));
        all.put("service.snapshot-draining/1", new Service.Draining(details(), AT));
        all.put("service.snapshot-inactive/1", new Service.Inactive(details(), AT));
        all.put("service.snapshot-forgotten/1", new Service.Forgotten("web"));
    }

    private static void deployments(Map<String, Object> all) {
        all.put(
                "service.deployment-started/1",
                new ServiceEvent.DeploymentStarted(
                        DEPLOYMENT, "sd2", revision(REVISION, Map.of("web", "sha256:ab")), AT));
        all.put("service.deployment-begun/1", new ServiceEvent.DeploymentBegun(DEPLOYMENT, AT));
        all.put(
                "service.images-resolved/1",
                new ServiceEvent.ImagesResolved(REVISION, Map.of("web", "sha256:ab")));
        all.put(
                "service.tasks-counted/1",
                new ServiceEvent.TasksCounted(
                        DEPLOYMENT,
                        List.of("t1"),
                        List.of("t2", "t3"),
                        List.of("t4"),
                        List.of("t5"),
                        AT));
        all.put(
                "service.deployment-completed/1",
                new ServiceEvent.DeploymentCompleted(DEPLOYMENT, AT));
        all.put(
                "service.deployment-failed/1",
                new ServiceEvent.DeploymentFailed(
                        DEPLOYMENT, ServiceEvent.Failure.CIRCUIT_BREAKER, FORMER, AT));
        all.put(
                "service.deployments-removed/1",
                new ServiceEvent.DeploymentsRemoved(List.of(FORMER)));
    }

    private static void upkeep(Map<String, Object> all) {
        all.put(
                "service.message-logged/1",
                new ServiceEvent.MessageLogged(
                        "(service web) has reached a steady state.", true, AT));
        all.put(
                "service.conditions-cleared/1",
                new ServiceEvent.ConditionsCleared(
                        List.of("(service web) has reached a steady state.")));
        all.put(
                "service.tasks-written-off/1",
                new ServiceEvent.TasksWrittenOff(List.of(TASK, OTHER), AT));
        all.put("service.tasks-taken-back/1", new ServiceEvent.TasksTakenBack(List.of(TASK)));
        all.put("service.moves-begun/1", new ServiceEvent.MovesBegun(List.of(TASK), AT));
        all.put("service.moves-ended/1", new ServiceEvent.MovesEnded(List.of(TASK)));
    }

    private static Service.Details details() {
        return new Service.Details(
                IDENTITY,
                SETTINGS,
                3,
                rollouts(),
                new Service.Upkeep(
                        HashTreePMap.singleton(TASK, AT),
                        HashTreePMap.singleton(OTHER, AT.plusMillis(1)),
                        AT.plusMillis(2)),
                new MessageLog(
                        "blue/web/1767323045678",
                        7,
                        TreePVector.singleton(
                                new MessageLog.Message(
                                        "0b5a2c1e-5a3f-3c54-8a5e-2a4b8f6f1c11",
                                        "(service web) has reached a steady state.",
                                        AT)),
                        HashTreePMap.singleton("(service web) has reached a steady state.", AT)),
                Map.of("team", "core", "empty", ""));
    }

    private static Rollouts rollouts() {
        var former =
                new Deployment(
                        FORMER,
                        FORMER_REVISION,
                        RolloutState.COMPLETED,
                        "ECS deployment %s completed.".formatted(FORMER),
                        0,
                        HashTreePMap.singleton(OTHER, Seen.HEALTHY),
                        Throttle.NONE,
                        AT,
                        AT,
                        AT,
                        null);
        var primary =
                new Deployment(
                        DEPLOYMENT,
                        REVISION,
                        RolloutState.IN_PROGRESS,
                        "ECS deployment %s in progress.".formatted(DEPLOYMENT),
                        2,
                        HashTreePMap.singleton(TASK, Seen.FAILED),
                        new Throttle(2, AT.plusSeconds(20)),
                        AT,
                        AT.plusMillis(3),
                        AT.plusMillis(4),
                        AT.plusSeconds(600));
        return new Rollouts(
                List.of(primary, former),
                former,
                HashTreePMap.<String, ServiceRevision>empty()
                        .plus(REVISION, revision(REVISION, Map.of("web", "sha256:ab")))
                        .plus(FORMER_REVISION, revision(FORMER_REVISION, Map.of())),
                List.of(
                        new ServiceDeployment(
                                "sd2",
                                DEPLOYMENT,
                                List.of(FORMER_REVISION),
                                REVISION,
                                ServiceDeployment.Status.ROLLBACK_IN_PROGRESS,
                                "Service deployment rolled back because it was stopped.",
                                new ServiceDeployment.Times(
                                        AT,
                                        AT.plusMillis(1),
                                        AT.plusMillis(2),
                                        AT.plusMillis(3),
                                        AT.plusMillis(4)),
                                new ServiceDeployment.Rollback(
                                        "Service deployment rolled back because it was stopped.",
                                        AT,
                                        FORMER_REVISION),
                                2,
                                CONFIGURATION)));
    }
}
