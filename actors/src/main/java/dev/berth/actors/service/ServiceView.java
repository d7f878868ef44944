package dev.berth.actors.service;

import dev.berth.actors.entity.TaskAggregate;
import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.Ledger;
import dev.berth.domain.instance.Reservation;
import dev.berth.domain.service.SchedulingStrategy;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.plan.ServiceInstance;
import dev.berth.domain.service.plan.ServicePolicy;
import dev.berth.domain.service.plan.ServicePolicy.Rebalancing.Mode;
import dev.berth.domain.service.plan.ServiceSnapshot;
import dev.berth.domain.service.plan.ServiceTask;
import dev.berth.domain.service.plan.ServiceTasks;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.DesiredStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the input of a service's plan from the view of its cluster. */
final class ServiceView {

    private final DefinitionTemplates templates;
    private final Fitness fitness;
    private final ServiceMemory memory;
    private final ServicePolicy policy;

    ServiceView(
            DefinitionTemplates templates,
            Fitness fitness,
            ServiceMemory memory,
            ServicePolicy policy) {
        this.templates = templates;
        this.fitness = fitness;
        this.memory = memory;
        this.policy = policy;
    }

    ServiceSnapshot of(Service state, ClusterSnapshot cluster, Instant now) {
        return Service.details(state)
                .map(details -> of(state, details, cluster, now))
                .orElseGet(
                        () -> new ServiceSnapshot(state, List.of(), Map.of(), null, null, policy));
    }

    private ServiceSnapshot of(
            Service state, Service.Details service, ClusterSnapshot cluster, Instant now) {
        var tasks = tasks(service, cluster);
        return new ServiceSnapshot(
                state,
                tasks,
                instances(service, tasks, cluster),
                memory.unplaced(service, now),
                fitness.unchecked(service.name()),
                policy);
    }

    /** Stopped tasks are included only while their deployment exists. */
    private List<ServiceTask> tasks(Service.Details service, ClusterSnapshot cluster) {
        var group = ServiceStart.group(service.name());
        var deployments =
                service.rollouts().deployments().stream()
                        .map(deployment -> deployment.id())
                        .collect(Collectors.toSet());
        var tasks = new ArrayList<ServiceTask>();
        for (var desired : DesiredStatus.values()) {
            cluster.tasks()
                    .states(TaskAggregate.GROUP, TaskAggregate.of(desired, group))
                    .map(Task.Launched.class::cast)
                    .filter(
                            task ->
                                    task instanceof Task.Active
                                            || deployments.contains(task.spec().startedBy()))
                    .forEach(task -> tasks.add(task(task, cluster)));
        }
        return tasks;
    }

    private ServiceTask task(Task.Launched task, ClusterSnapshot cluster) {
        var spec = task.spec();
        var checked =
                templates
                        .of(spec.family(), spec.revision())
                        .map(TaskTemplate::checked)
                        .orElse(Set.of());
        return ServiceTasks.of(
                task, cluster.observations().task(spec.taskId()), checked, ServiceTask.Target.NONE);
    }

    /**
     * All instances of the cluster if they are chosen or compared, otherwise those with tasks of
     * the service.
     */
    private Map<String, ServiceInstance> instances(
            Service.Details service, List<ServiceTask> tasks, ClusterSnapshot cluster) {
        var whole = comparesInstances(service);
        Stream<ContainerInstance.Registered> wanted =
                whole
                        ? cluster.registered()
                        : tasks.stream()
                                .map(ServiceTask::instanceId)
                                .distinct()
                                .flatMap(id -> cluster.registered(id).stream());
        var request = whole ? request(service) : Optional.<LaunchRequest>empty();
        var occupied = occupied(tasks);
        var instances = new HashMap<String, ServiceInstance>();
        wanted.forEach(
                instance -> {
                    var fits =
                            request.isEmpty()
                                    || fitness.fits(
                                            service.name(), request.get(), instance, occupied);
                    var room =
                            request.isPresent()
                                    && policy.rebalancing().mode() != Mode.OFF
                                    && hasRoom(request.get(), instance, occupied);
                    instances.put(instance.instanceId(), instance(instance, fits, room, cluster));
                });
        return instances;
    }

    /** Whether one more task of the service fits. */
    private static boolean hasRoom(
            LaunchRequest request,
            ContainerInstance.Registered instance,
            Predicate<String> occupied) {
        var template = request.template();
        var need = new Reservation(null, template.cpu(), template.memory(), request.ports(), null);
        var alone =
                request.placing().constraints().stream()
                        .anyMatch(constraint -> constraint.type().equals("distinctInstance"));
        return !(alone && occupied.test(instance.instanceId()))
                && new Ledger(instance.resources(), instance.reservations())
                        .shortage(need)
                        .isEmpty();
    }

    private boolean comparesInstances(Service.Details service) {
        return service.identity().strategy() == SchedulingStrategy.DAEMON
                || policy.rebalancing().mode() != Mode.OFF
                || service.settings().zoneRebalancing();
    }

    private static Predicate<String> occupied(List<ServiceTask> tasks) {
        return tasks.stream()
                        .filter(ServiceTask::isLive)
                        .map(ServiceTask::instanceId)
                        .collect(Collectors.toSet())
                ::contains;
    }

    /** One task of the primary deployment; empty if its task definition was deleted. */
    private Optional<LaunchRequest> request(Service.Details service) {
        var revision = service.rollouts().revision(service.primary());
        var definition = templates.definition(revision.family(), revision.revision());
        var template = templates.of(revision.family(), revision.revision());
        return definition.isEmpty() || template.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        ServiceStart.request(
                                service, service.primary(), definition.get(), template.get()));
    }

    /** The request whose constraints a plan uses; empty if it uses none. */
    private Optional<LaunchRequest> constrained(Service.Known service) {
        return service instanceof Service.Active(var details) && comparesInstances(details)
                ? request(details).filter(Fitness::hasConstraints)
                : Optional.empty();
    }

    boolean mustCheck(Service.Known service, ClusterSnapshot cluster) {
        var name = service.details().name();
        var request = constrained(service);
        if (request.isEmpty()) {
            fitness.forget(name);
            return false;
        }
        return !fitness.use(name, request.get(), cluster);
    }

    CompletionStage<?> check(Service.Known service, ClusterSnapshot cluster) {
        var request = constrained(service);
        if (request.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        var details = service.details();
        return fitness.check(
                details.name(), request.get(), cluster, occupied(tasks(details, cluster)));
    }

    private ServiceInstance instance(
            ContainerInstance.Registered instance,
            boolean fits,
            boolean hasRoom,
            ClusterSnapshot cluster) {
        var draining = instance.status() == ContainerInstance.Status.DRAINING;
        return new ServiceInstance(
                instance.instanceId(),
                draining,
                memory.lostSince(instance.instanceId(), cluster).orElse(null),
                fits,
                hasRoom,
                draining ? replicaTasks(instance.instanceId(), cluster) : 0,
                instance.resources().cpu() - instance.reservedCpu(),
                instance.resources().memory() - instance.reservedMemory(),
                instance.attributes());
    }

    private static int replicaTasks(String instanceId, ClusterSnapshot cluster) {
        return (int)
                cluster.activeTasksOn(instanceId)
                        .filter(task -> !isOfDaemon(task, cluster))
                        .count();
    }

    private static boolean isOfDaemon(Task.Active task, ClusterSnapshot cluster) {
        return ServiceStart.service(task.spec())
                .flatMap(cluster::service)
                .filter(
                        service ->
                                service.details().identity().strategy()
                                        == SchedulingStrategy.DAEMON)
                .isPresent();
    }
}
