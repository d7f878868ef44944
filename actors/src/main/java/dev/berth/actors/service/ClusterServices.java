package dev.berth.actors.service;

import dev.berth.actors.launch.ConstraintChecks;
import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.launch.LaunchResult;
import dev.berth.actors.launch.Launches;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The services of one cluster: the input of their plans, and the launch of their tasks. */
public final class ClusterServices {

    private final ServiceMemory memory;
    private final DefinitionTemplates templates;
    private final ServiceView view;
    private final Launches launches;

    public ClusterServices(
            Supplier<AccountSnapshot> account,
            ConstraintChecks checks,
            Launches launches,
            ServicePolicy policy,
            InstantSource clock) {
        this.memory = new ServiceMemory(clock);
        this.templates = new DefinitionTemplates(account);
        this.view = new ServiceView(templates, new Fitness(checks), memory, policy);
        this.launches = launches;
    }

    public ServiceMemory memory() {
        return memory;
    }

    /** The input of the plan; empty if there is no service with this name. */
    public Optional<ServiceSnapshot> snapshot(
            ClusterSnapshot cluster, String service, Instant now) {
        return cluster.service(service).map(known -> view.of(known, cluster, now));
    }

    /**
     * Whether the constraints of the service must be checked before it can be planned. If not, the
     * latest check counts as used: the plan after the next one needs another check.
     */
    public boolean mustCheckConstraints(ClusterSnapshot cluster, String service) {
        return cluster.service(service).map(known -> view.mustCheck(known, cluster)).orElse(false);
    }

    /** Checks the constraints of the service. Calls plugins, but not in this thread. */
    public CompletionStage<?> checkConstraints(ClusterSnapshot cluster, String service) {
        return cluster.service(service)
                .<CompletionStage<?>>map(known -> view.check(known, cluster))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** The image digests that tasks of the service have reported and that are not recorded yet. */
    public List<ResolveImages> imagesToResolve(ClusterSnapshot cluster, String service) {
        return cluster.service(service)
                .filter(Service.Active.class::isInstance)
                .map(known -> ImageDigests.resolved(known.details(), cluster))
                .orElse(List.of());
    }

    /** Why a service is not steady; empty if there is no service with this name. */
    public Optional<ServiceExplanation> explain(
            ClusterSnapshot cluster, String service, Instant now) {
        return snapshot(cluster, service, now)
                .map(snapshot -> ServiceExplanation.of(snapshot, now));
    }

    /** The desired number of tasks; 0 if there is no service with this name. */
    public int desired(ClusterSnapshot cluster, String service, Instant now) {
        return snapshot(cluster, service, now)
                .map(snapshot -> ServiceReconciler.desired(snapshot, now))
                .orElse(0);
    }

    /** The service that a task belongs to. */
    public static Optional<String> serviceOf(ClusterSnapshot cluster, String taskId) {
        return cluster.task(taskId).flatMap(task -> ServiceStart.service(task.spec()));
    }

    /** One task of a deployment; empty if its task definition was deleted. */
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
     * The request for several such tasks.
     *
     * @param zone the required availability zone, or null
     */
    public LaunchRequest several(LaunchRequest one, int count, String zone) {
        return ServiceStart.of(one, count, zone);
    }

    /** Launches tasks with these ids; fails if the outcome is unknown. */
    public CompletionStage<LaunchResult> launch(LaunchRequest request, List<String> ids) {
        return launches.launch(request, ids);
    }

    /** Why no instance could run a task, in ECS's message about the closest one. */
    public static String closestMatch(Collection<Unfit> failures) {
        return ClosestMatch.sentence(failures);
    }
}
