package dev.berth.domain.service.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.Decision;
import dev.berth.domain.Scenario;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceDecider;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.service.plan.ServiceAction.Start;
import dev.berth.domain.service.plan.ServiceAction.StartOn;
import dev.berth.domain.service.plan.ServiceAction.Stop;
import dev.berth.domain.service.plan.ServiceAction.StopPurpose;
import dev.berth.domain.service.plan.ServiceSnapshot.Unplaced;
import dev.berth.domain.service.plan.ServiceTask.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One service on a cluster whose plans are carried out at once and completely. */
final class ServiceWorld {

    private static final int PLANS_AT_ONE_INSTANT = 60;

    private final ServiceDecider decider = new ServiceDecider();
    final ServicePolicy policy;
    final Map<String, ServiceInstance> instances = new TreeMap<>();
    final Map<String, SimulatedTask> tasks = new LinkedHashMap<>();
    final List<ServiceEvent> events = new ArrayList<>();
    Service service = decider.initial();
    Unplaced unplaced;
    String unchecked;
    Instant now = Scenario.NOW;
    Instant wakeAt;

    /** How many tasks an instance takes. */
    int room = 1000;

    /** The instances that a start prefers: the placement strategy of the cluster. */
    Comparator<ServiceInstance> placement = Comparator.comparing(i -> tasksIn(i.zone()));

    /** Whether the tasks that are started have a health check. */
    boolean checked;

    /** Is shown each plan before it is carried out. */
    Consumer<List<ServiceAction>> watcher = _ -> {};

    /** Records the changes of the world for its journal. */
    Runnable recorder = () -> {};

    private int number;

    ServiceWorld(ServicePolicy policy) {
        this.policy = policy;
    }

    static ServiceWorld of(ServiceEvent... given) {
        var world = new ServiceWorld(ServicePolicy.DEFAULT);
        world.hosts(3);
        for (var event : given) {
            world.service = world.decider.evolve(world.service, event);
        }
        return world;
    }

    void hosts(int count) {
        for (var i = 1; i <= count; i++) {
            host("i" + i, "zone-" + (i % 2 == 0 ? "b" : "a"));
        }
    }

    void host(String id, String zone) {
        instances.put(
                id,
                new ServiceInstance(
                        id,
                        false,
                        null,
                        true,
                        true,
                        0,
                        100,
                        100,
                        Map.of(ServiceInstance.ZONE, zone)));
        unplaced = null;
    }

    void drain(String id, boolean draining) {
        change(id, i -> with(i, draining, i.lostSince()));
    }

    void lose(String id) {
        change(id, i -> with(i, i.draining(), i.isLost() ? i.lostSince() : now));
    }

    void comeBack(String id) {
        change(id, i -> with(i, i.draining(), null));
    }

    private static ServiceInstance with(ServiceInstance i, boolean draining, Instant lostSince) {
        return new ServiceInstance(
                i.id(),
                draining,
                lostSince,
                i.fits(),
                i.hasRoom(),
                i.replicaTasks(),
                i.remainingCpu(),
                i.remainingMemory(),
                i.attributes());
    }

    void change(String id, java.util.function.UnaryOperator<ServiceInstance> change) {
        instances.computeIfPresent(id, (_, i) -> change.apply(i));
        unplaced = null;
    }

    void remove(String id) {
        instances.remove(id);
        tasks.values().stream()
                .filter(t -> t.instanceId.equals(id) && !t.stopped)
                .forEach(t -> t.end(Cause.OTHER, now));
    }

    ServiceSnapshot snapshot() {
        return new ServiceSnapshot(
                service,
                tasks.values().stream().map(SimulatedTask::seen).toList(),
                instances.values().stream()
                        .collect(Collectors.toMap(ServiceInstance::id, this::withRoom)),
                unplaced,
                unchecked,
                policy);
    }

    private ServiceInstance withRoom(ServiceInstance i) {
        return new ServiceInstance(
                i.id(),
                i.draining(),
                i.lostSince(),
                i.fits(),
                tasksOn(i.id()) < room,
                i.replicaTasks(),
                (int) (i.remainingCpu() - tasksOn(i.id())),
                (int) (i.remainingMemory() - tasksOn(i.id())),
                i.attributes());
    }

    Service.Details details() {
        return Service.details(service).orElseThrow();
    }

    List<String> texts() {
        return details().log().texts();
    }

    Decision<ServiceEvent> tell(ServiceCommand command) {
        var decision = decider.decide(service, command, now);
        if (decision instanceof Decision.Accepted<ServiceEvent>(var accepted, _)) {
            for (var event : accepted) {
                service = decider.evolve(service, event);
                events.add(event);
            }
            recorder.run();
            if (command instanceof ServiceCommand.Update && !accepted.isEmpty()) {
                unplaced = null;
            }
        }
        return decision;
    }

    /** Plans until nothing is planned at this instant any more. */
    void settle() {
        for (var i = 0; i < PLANS_AT_ONE_INSTANT; i++) {
            if (step().isEmpty()) {
                return;
            }
        }
        throw new AssertionError("It plans for ever: " + plan());
    }

    /** One plan, carried out. */
    List<ServiceAction> step() {
        recorder.run();
        var planned = ServiceReconciler.plan(snapshot(), now);
        assertThat(ServiceReconciler.plan(snapshot(), now)).isEqualTo(planned);
        wakeAt = planned.planAgainAt();
        watcher.accept(planned.actions());
        planned.actions().forEach(this::carryOut);
        recorder.run();
        return planned.actions();
    }

    List<ServiceAction> plan() {
        return ServiceReconciler.plan(snapshot(), now).actions();
    }

    private void carryOut(ServiceAction action) {
        switch (action) {
            case ServiceAction.Command(var command) -> tell(command);
            case Start(var deployment, var count, _, var zone) -> {
                for (var i = 0; i < count; i++) {
                    place(deployment, zone);
                }
            }
            case StartOn(var deployment, var ids) -> ids.forEach(id -> launch(deployment, id));
            case Stop(var ids, var purpose, var reason) ->
                    ids.forEach(id -> stop(tasks.get(id), purpose, reason));
        }
    }

    private void stop(SimulatedTask task, StopPurpose purpose, String reason) {
        if (task.isLive()) {
            task.stopReason = reason;
            task.askToStop(purpose == StopPurpose.UNHEALTHY ? Cause.UNHEALTHY : Cause.OTHER, now);
            recorder.run();
        }
    }

    private void place(String deployment, String zone) {
        var found =
                instances.values().stream()
                        .filter(ServiceInstance::takesTasks)
                        .filter(i -> zone == null || i.zone().equals(zone))
                        .filter(i -> tasksOn(i.id()) < room)
                        .min(
                                placement
                                        .thenComparing(i -> tasksOn(i.id()))
                                        .thenComparing(ServiceInstance::id));
        if (found.isEmpty()) {
            unplaced = new Unplaced(null, zone, now.plusSeconds(30), null);
        } else {
            launch(deployment, found.get().id());
        }
    }

    private long tasksIn(String zone) {
        return instances.values().stream()
                .filter(i -> i.zone().equals(zone))
                .mapToLong(i -> tasksOn(i.id()))
                .sum();
    }

    private long tasksOn(String instance) {
        return tasks.values().stream()
                .filter(t -> t.instanceId.equals(instance) && !t.stopped)
                .count();
    }

    private void launch(String deployment, String instance) {
        var id = "t" + ++number;
        tasks.put(id, new SimulatedTask(id, deployment, instance, now, checked));
        recorder.run();
    }

    List<SimulatedTask> live() {
        return tasks.values().stream().filter(SimulatedTask::isLive).toList();
    }

    List<SimulatedTask> live(int deployment) {
        return live().stream().filter(t -> t.deploymentId.equals("ecs-svc/" + deployment)).toList();
    }

    Optional<SimulatedTask> pending() {
        return live().stream().filter(t -> t.startedAt == null).findFirst();
    }

    /** Time passes; what was asked to stop has stopped, where its agent is connected. */
    void pass(long seconds) {
        now = now.plusSeconds(seconds);
        finishStops();
    }

    void finishStops() {
        tasks.values().stream()
                .filter(t -> !t.isLive() && !t.stopped)
                .filter(t -> instances.containsKey(t.instanceId))
                .filter(t -> !instances.get(t.instanceId).isLost())
                .forEach(
                        t -> {
                            t.stopped = true;
                            unplaced = null;
                        });
    }

    /** All PENDING tasks run. */
    void runAll() {
        live().forEach(t -> t.run(now));
    }

    /** Everything goes well until nothing more happens. */
    void goWell() {
        settle();
        for (var i = 0; i < 400; i++) {
            var before = tasks.size() + events.size();
            runAll();
            if (checked) {
                live().forEach(t -> t.health = dev.berth.domain.observation.Health.HEALTHY);
            }
            settle();
            pass(1);
            settle();
            pass(10);
            settle();
            if (tasks.size() + events.size() == before && allStopped()) {
                if (wakeAt == null || wakeAt.isAfter(now.plusSeconds(7200))) {
                    return;
                }
                now = wakeAt.isAfter(now) ? wakeAt : now;
                settle();
            }
        }
        throw new AssertionError("It never comes to rest, with " + plan());
    }

    private boolean allStopped() {
        return tasks.values().stream()
                .noneMatch(
                        t ->
                                !t.isLive()
                                        && !t.stopped
                                        && instances.containsKey(t.instanceId)
                                        && !instances.get(t.instanceId).isLost());
    }

    /** What matters when a run fails. */
    @Override
    public String toString() {
        var details = details();
        var text = new StringBuilder();
        text.append(now).append(" desired ").append(details.desiredCount());
        text.append(" ").append(details.identity().strategy());
        text.append(" ").append(details.settings().deployment());
        details.rollouts()
                .deployments()
                .forEach(
                        d ->
                                text.append(
                                        "\n%s %s failed %d %s deadline %s"
                                                .formatted(
                                                        d.id(),
                                                        d.rollout(),
                                                        d.failedTasks(),
                                                        d.throttle(),
                                                        d.deadline())));
        text.append("\n").append(details.upkeep()).append(" ").append(unplaced);
        instances
                .values()
                .forEach(
                        i ->
                                text.append(
                                        "\n%s draining %s lost %s %s"
                                                .formatted(
                                                        i.id(),
                                                        i.draining(),
                                                        i.lostSince(),
                                                        i.zone())));
        tasks.values().stream()
                .filter(t -> !t.stopped)
                .forEach(t -> text.append("\n").append(t.seen()));
        return text.toString();
    }
}
