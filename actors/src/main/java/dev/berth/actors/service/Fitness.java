package dev.berth.actors.service;

import dev.berth.actors.launch.ConstraintChecks;
import dev.berth.actors.launch.ConstraintChecks.Checked;
import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.RequiredAttribute;
import dev.berth.plugin.placement.TaskToPlace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Knows which instances can run tasks of a service: they have the attributes that its task
 * definition requires and satisfy its constraints. Remaining resources are not considered.
 *
 * <p>Constraints can be plugins, so they are checked before a plan, outside the scheduler. Each
 * result serves one plan. If a constraint cannot be checked, each instance keeps its former result;
 * an instance without a result is suitable if it runs a task of the service. So a plugin that fails
 * neither stops nor starts a task. Safe for several threads.
 */
final class Fitness {

    /** The input of a check, except the instances. */
    private record Subject(TaskToPlace task, List<Placing.Constraint> constraints) {

        static Subject of(LaunchRequest request) {
            // A task that an instance already runs must not rule it out.
            return new Subject(
                    request.toPlace(),
                    request.placing().constraints().stream()
                            .filter(constraint -> !constraint.type().equals("distinctInstance"))
                            .toList());
        }
    }

    private record Result(Map<String, String> attributes, boolean satisfies) {}

    /**
     * @param unchecked why the constraints could not be checked, or null
     */
    private record Results(
            Subject subject, Map<String, Result> instances, String unchecked, boolean used) {

        boolean cover(ClusterSnapshot cluster) {
            return cluster.registered()
                    .allMatch(
                            instance -> {
                                var result = instances.get(instance.instanceId());
                                return result != null
                                        && result.attributes().equals(instance.attributes());
                            });
        }
    }

    private final ConstraintChecks checks;
    private final Map<String, Results> results = new ConcurrentHashMap<>();

    Fitness(ConstraintChecks checks) {
        this.checks = checks;
    }

    /** The service has no constraints, or is deleted. */
    void forget(String service) {
        results.remove(service);
    }

    static boolean hasConstraints(LaunchRequest request) {
        return !Subject.of(request).constraints().isEmpty();
    }

    /**
     * Whether there is a result for the next plan of the service. It is then used, and the plan
     * after it needs another check.
     */
    boolean use(String service, LaunchRequest request, ClusterSnapshot cluster) {
        var known = results.get(service);
        var usable =
                known != null
                        && !known.used()
                        && known.subject().equals(Subject.of(request))
                        && known.cover(cluster);
        if (usable) {
            results.put(
                    service,
                    new Results(known.subject(), known.instances(), known.unchecked(), true));
        }
        return usable;
    }

    /**
     * Checks the constraints of a service.
     *
     * @param occupied whether an instance, by its id, runs a task of the service
     */
    CompletionStage<?> check(
            String service,
            LaunchRequest request,
            ClusterSnapshot cluster,
            Predicate<String> occupied) {
        var subject = Subject.of(request);
        return checks.check(cluster, subject.task(), subject.constraints())
                .thenAccept(
                        checked ->
                                results.put(
                                        service,
                                        switch (checked) {
                                            case Checked.Satisfying(var ids) ->
                                                    results(subject, cluster, ids::contains, null);
                                            case Checked.Unknown(var reason) ->
                                                    results(
                                                            subject,
                                                            cluster,
                                                            id ->
                                                                    satisfies(service, id)
                                                                            .orElse(
                                                                                    occupied.test(
                                                                                            id)),
                                                            reason);
                                        }));
    }

    private static Results results(
            Subject subject, ClusterSnapshot cluster, Predicate<String> satisfies, String reason) {
        var instances = new HashMap<String, Result>();
        cluster.registered()
                .forEach(
                        instance ->
                                instances.put(
                                        instance.instanceId(),
                                        new Result(
                                                instance.attributes(),
                                                satisfies.test(instance.instanceId()))));
        return new Results(subject, Map.copyOf(instances), reason, false);
    }

    private Optional<Boolean> satisfies(String service, String instanceId) {
        return Optional.ofNullable(results.get(service))
                .map(known -> known.instances().get(instanceId))
                .map(Result::satisfies);
    }

    /** Whether the instance can run tasks of the service, by the latest check. */
    boolean fits(
            String service,
            LaunchRequest request,
            ContainerInstance.Registered instance,
            Predicate<String> occupied) {
        return request.requiredAttributes().stream()
                        .allMatch(
                                required ->
                                        RequiredAttribute.isMet(required, instance.attributes()))
                && (!hasConstraints(request)
                        || satisfies(service, instance.instanceId())
                                .orElseGet(() -> occupied.test(instance.instanceId())));
    }

    /** Why the constraints of a service could not be checked; null if they were. */
    String unchecked(String service) {
        var known = results.get(service);
        return known == null ? null : known.unchecked();
    }
}
