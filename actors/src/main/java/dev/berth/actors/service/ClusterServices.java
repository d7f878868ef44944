package dev.berth.actors.service;

import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.launch.LaunchResult;
import dev.berth.actors.launch.Launches;
import dev.berth.actors.launch.PlacementPoints;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.placement.Unfit;
import dev.berth.domain.service.Deployment;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceCommand.ResolveImages;
import dev.berth.domain.service.plan.ServiceExplanation;
import dev.berth.domain.service.plan.ServicePolicy;
import dev.berth.domain.service.plan.ServiceReconciler;
import dev.berth.domain.service.plan.ServiceSnapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The services of one cluster: what they are planned from, and how their tasks are launched. */
public final class ClusterServices {

    private final ServiceMemory memory;
    private final DefinitionTemplates templates;
    private final ServiceView view;
    private final Launches launches;

    public ClusterServices(
            Supplier<AccountSnapshot> account,
            PlacementPoints points,
            Launches launches,
            ServicePolicy policy,
            InstantSource clock) {
        this.memory = new ServiceMemory(clock);
        this.templates = new DefinitionTemplates(account);
        this.view = new ServiceView(templates, points, memory, policy);
        this.launches = launches;
    }

    public ServiceMemory memory() {
        return memory;
    }

    /** What the service is planned from; empty where there is none of this name. */
    public Optional<ServiceSnapshot> snapshot(
            ClusterSnapshot cluster, String service, Instant now) {
        return cluster.service(service).map(known -> view.of(known, cluster, now));
    }

    /** The image digests that tasks of the service have reported and that are not fixed yet. */
    public List<ResolveImages> imagesToResolve(ClusterSnapshot cluster, String service) {
        return cluster.service(service)
                .filter(Service.Active.class::isInstance)
                .map(known -> ImageDigests.resolved(known.details(), cluster))
                .orElse(List.of());
    }

    /** Why a service is not steady; empty where there is none of this name. */
    public Optional<ServiceExplanation> explain(
            ClusterSnapshot cluster, String service, Instant now) {
        return snapshot(cluster, service, now)
                .map(snapshot -> ServiceExplanation.of(snapshot, now));
    }

    /** How many tasks a service is to have; 0 where there is none of this name. */
    public int desired(ClusterSnapshot cluster, String service, Instant now) {
        return snapshot(cluster, service, now)
                .map(snapshot -> ServiceReconciler.desired(snapshot, now))
                .orElse(0);
    }

    /** The service that a task belongs to. */
    public static Optional<String> serviceOf(ClusterSnapshot cluster, String taskId) {
        return cluster.task(taskId).flatMap(task -> ServiceStart.service(task.spec()));
    }

    /** One task of a deployment; empty where its task definition is gone. */
    public Optional<LaunchRequest> request(Service.Details service, Deployment deployment) {
        var revision = service.rollouts().revision(deployment);
        return templates
                .definition(revision.family(), revision.revision())
                .flatMap(
                        definition ->
                                templates
                                        .of(revision.family(), revision.revision())
                                        .map(
                                                template ->
                                                        ServiceStart.request(
                                                                service,
                                                                deployment,
                                                                definition,
                                                                template)));
    }

    /**
     * So many tasks like that one.
     *
     * @param zone the availability zone that they must go to, or null
     */
    public LaunchRequest several(LaunchRequest one, int count, String zone) {
        return ServiceStart.of(one, count, zone);
    }

    /** Launches tasks under these ids; fails where the outcome is unknown. */
    public CompletionStage<LaunchResult> launch(LaunchRequest request, List<String> ids) {
        return launches.launch(request, ids);
    }

    /** Why no instance could take a task, in the sentence of ECS about the closest one. */
    public static String closestMatch(Collection<Unfit> failures) {
        return ClosestMatch.sentence(failures);
    }
}
