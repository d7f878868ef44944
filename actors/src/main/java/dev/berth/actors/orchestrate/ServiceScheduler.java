package dev.berth.actors.orchestrate;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.ServiceAggregate;
import dev.berth.actors.service.ClusterServices;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.Reconciliation;
import dev.berth.domain.service.ServiceCommand.ResolveImages;
import dev.berth.domain.service.plan.ServiceAction;
import dev.berth.domain.service.plan.ServiceReconciler;
import dev.berth.domain.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * Runs the {@link ServiceReconciler} on every service of a cluster.
 *
 * <p>In addition to the snapshot, a plan uses the recorded lost instances and failed starts. A
 * service with launches whose outcome is unknown starts nothing: first each of their ids is
 * abandoned, unless the view shows its task. If a plan compares instances by placement constraints,
 * these are checked first, as an action of its own.
 */
final class ServiceScheduler implements Reconciler<ClusterSnapshot, String, ServiceScheduler.Act> {

    /**
     * After a start the service is planned again within this time, even if no task was launched.
     */
    private static final Duration AFTER_A_START = Duration.ofSeconds(1);

    /** An action for one service. */
    sealed interface Act {

        /** Determines whether these ids were launched, and abandons the others. */
        record Settle(String service, List<String> taskIds) implements Act {}

        /**
         * Checks the placement constraints, which can be plugins, outside the scheduler's thread.
         */
        record CheckConstraints(String service) implements Act {}

        record Do(String service, ServiceAction action) implements Act {}
    }

    private final ClusterServices services;
    private final ServiceActions actions;

    ServiceScheduler(ClusterServices services, ServiceActions actions) {
        this.services = services;
        this.actions = actions;
    }

    @Override
    public String name() {
        return "service-scheduler";
    }

    @Override
    public Set<String> keys(EntityAddress<?> changed, ClusterSnapshot snapshot) {
        if (changed.kind() == AggregateKind.SERVICE) {
            return Set.of(changed.localId());
        }
        if (changed.kind() == AggregateKind.TASK) {
            return ofTask(changed.localId(), snapshot);
        }
        return changed.kind() == AggregateKind.CONTAINER_INSTANCE
                ? ofInstance(changed.localId(), snapshot)
                : Set.of();
    }

    /** The resources of a stopped task can be used by services that wait for resources. */
    private Set<String> ofTask(String taskId, ClusterSnapshot snapshot) {
        var keys = new HashSet<String>();
        ClusterServices.serviceOf(snapshot, taskId).ifPresent(keys::add);
        if (snapshot.task(taskId).filter(Task.Stopped.class::isInstance).isPresent()) {
            keys.addAll(services.memory().retryNow());
        }
        return keys;
    }

    private Set<String> ofInstance(String instanceId, ClusterSnapshot snapshot) {
        return switch (services.memory().changed(instanceId, snapshot)) {
            case NONE -> Set.of();
            case FREED -> services.memory().retryNow();
            case OTHER -> {
                services.memory().retryNow();
                yield listed(snapshot);
            }
        };
    }

    private static Set<String> listed(ClusterSnapshot snapshot) {
        return snapshot.services().ids(ServiceAggregate.STATUS, ServiceAggregate.LISTED);
    }

    @Override
    public Set<String> allKeys(ClusterSnapshot snapshot) {
        snapshot.registered()
                .forEach(each -> services.memory().changed(each.instanceId(), snapshot));
        return listed(snapshot);
    }

    @Override
    public Reconciliation<Act> plan(ClusterSnapshot snapshot, String service, Instant now) {
        var unsettled = services.memory().unsettled(service);
        if (!unsettled.isEmpty()) {
            return Reconciliation.of(List.of(new Act.Settle(service, unsettled)));
        }
        if (services.mustCheckConstraints(snapshot, service)) {
            return Reconciliation.of(List.of(new Act.CheckConstraints(service)));
        }
        return services.snapshot(snapshot, service, now)
                .map(
                        seen ->
                                planned(
                                        service,
                                        services.imagesToResolve(snapshot, service),
                                        ServiceReconciler.plan(seen, now),
                                        now))
                .orElseGet(() -> Reconciliation.of(List.of()));
    }

    private static Reconciliation<Act> planned(
            String service,
            List<ResolveImages> images,
            Reconciliation<ServiceAction> plan,
            Instant now) {
        var acts = new ArrayList<Act>();
        images.forEach(each -> acts.add(new Act.Do(service, new ServiceAction.Command(each))));
        var again = plan.planAgainAt();
        for (var action : plan.actions()) {
            acts.add(new Act.Do(service, action));
            if (action instanceof ServiceAction.Start || action instanceof ServiceAction.StartOn) {
                var soon = now.plus(AFTER_A_START);
                again = again == null || soon.isBefore(again) ? soon : again;
            }
        }
        return new Reconciliation<>(acts, again);
    }

    @Override
    public boolean prepares(Act act) {
        return act instanceof Act.CheckConstraints;
    }

    @Override
    public CompletionStage<?> carryOut(Act act, Commands commands) {
        return switch (act) {
            case Act.Settle(var service, var ids) -> actions.settle(service, ids, commands);
            case Act.CheckConstraints(var service) -> actions.checkConstraints(service, commands);
            case Act.Do(var service, var action) -> actions.carryOut(service, action, commands);
        };
    }
}
