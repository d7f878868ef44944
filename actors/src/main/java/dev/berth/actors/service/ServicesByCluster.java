package dev.berth.actors.service;

import dev.berth.actors.launch.ConstraintChecks;
import dev.berth.actors.launch.Launches;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.ViewHandle;
import dev.berth.domain.service.plan.ServiceExplanation;
import dev.berth.domain.service.plan.ServicePolicy;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** The services of each cluster, from the start of its orchestrator until the cluster is gone. */
public final class ServicesByCluster {

    /** By their views. */
    private final Map<ViewHandle<ClusterSnapshot>, ClusterServices> services =
            new ConcurrentHashMap<>();

    private final Function<String, ViewHandle<ClusterSnapshot>> views;
    private final Function<String, ServicePolicy> policies;
    private final InstantSource clock;

    /**
     * @param policies the service settings of a cluster, by its name
     */
    public ServicesByCluster(
            Function<String, ViewHandle<ClusterSnapshot>> views,
            Function<String, ServicePolicy> policies,
            InstantSource clock) {
        this.views = views;
        this.policies = policies;
        this.clock = clock;
    }

    public ClusterServices start(
            String cluster,
            Supplier<AccountSnapshot> account,
            ConstraintChecks checks,
            Launches launches) {
        var started =
                new ClusterServices(account, checks, launches, policies.apply(cluster), clock);
        services.put(views.apply(cluster), started);
        return started;
    }

    public void end(ViewHandle<ClusterSnapshot> view) {
        services.remove(view);
    }

    /**
     * Why a service is not steady, and what is done about it; empty if there is none of this name.
     */
    public Optional<ServiceExplanation> explain(String cluster, String service) {
        var view = views.apply(cluster);
        return Optional.ofNullable(services.get(view))
                .flatMap(of -> of.explain(view.current(), service, clock.instant()));
    }

    /**
     * The number of tasks that a DAEMON service should have now: one on each instance that can run
     * it. For a REPLICA service, the desired count.
     */
    public int desiredTasks(String cluster, String service) {
        var view = views.apply(cluster);
        return Optional.ofNullable(services.get(view))
                .map(of -> of.desired(view.current(), service, clock.instant()))
                .orElse(0);
    }
}
