package dev.berth.domain.service.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.observation.Health;
import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.DeploymentConfiguration.CircuitBreaker;
import dev.berth.domain.service.DeploymentConfiguration.ThresholdType;
import dev.berth.domain.service.SchedulingStrategy;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceSettings;
import dev.berth.domain.service.Services;
import dev.berth.domain.service.plan.ServicePolicy.Keep;
import dev.berth.domain.service.plan.ServicePolicy.Rebalancing;
import dev.berth.domain.service.plan.ServiceTask.Cause;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

/** One generated run: things happen, and after each the service is planned until it rests. */
final class Chaos {

    private static final int STEPS = 40;

    /** What a set of runs must have met to be worth anything. */
    enum Outcome {
        COMPLETED,
        TRIPPED,
        ROLLED_BACK,
        EXPIRED,
        REPLACED_UNHEALTHY,
        WRITTEN_OFF,
        MOVED,
        PROTECTED,
        DAEMON,
        UNPLACED,
        STOPPED
    }

    private final Random random;
    private final Set<String> bad = new HashSet<>();
    final ServiceWorld world;
    final Invariants invariants;
    private final boolean daemon;
    private int deployments = 1;

    Chaos(long seed) {
        random = new Random(seed);
        daemon = chance(20);
        var policy =
                new ServicePolicy(
                        chance(30) ? null : Duration.ofSeconds(number(5, 60)),
                        chance(50) ? Keep.ORIGINAL : Keep.REPLACEMENT,
                        Duration.ofSeconds(chance(70) ? 0 : 3),
                        Duration.ofSeconds(5),
                        new Rebalancing(
                                chance(30) ? Rebalancing.Mode.ON : Rebalancing.Mode.OFF,
                                number(1, 60)),
                        null);
        world = new ServiceWorld(policy);
        world.checked = chance(30);
        world.room = chance(20) ? number(1, 3) : 1000;
        world.hosts(number(1, 5));
        invariants = new Invariants(world, daemon);
        world.watcher = invariants::check;
        world.tell(
                new ServiceCommand.Create(
                        Services.identity(
                                daemon ? SchedulingStrategy.DAEMON : SchedulingStrategy.REPLICA),
                        settings(),
                        daemon ? null : number(0, 8),
                        Services.start(1),
                        Map.of()));
        assertThat(world.events).isNotEmpty();
        if (daemon) {
            invariants.outcomes.add(Outcome.DAEMON);
        }
    }

    private ServiceSettings settings() {
        var minimum = daemon ? number(0, 99) : number(0, 100);
        var maximum = daemon ? 100 : minimum == 100 ? number(150, 200) : number(100, 200);
        var breaker =
                new CircuitBreaker(
                        chance(70),
                        chance(60),
                        ThresholdType.values()[number(0, 2)],
                        number(1, 100),
                        chance(80));
        return new ServiceSettings.Change(
                        new DeploymentConfiguration(minimum, maximum, breaker),
                        chance(50) ? 0 : number(1, 20),
                        null,
                        null,
                        !daemon && maximum > 100 && chance(40),
                        null,
                        null,
                        chance(40) ? number(20, 120) : null,
                        null)
                .after(ServiceSettings.defaults(SchedulingStrategy.REPLICA));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private int number(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    void run() {
        world.settle();
        for (var i = 0; i < STEPS; i++) {
            happens();
            world.settle();
            invariants.atRest();
        }
        bad.clear();
        calm();
    }

    /** Nothing is broken any more, and the bounds let every deployment go on. */
    private void calm() {
        world.live().forEach(t -> t.protectedUntil = null);
        world.room = 1000;
        if (world.instances.isEmpty()) {
            world.hosts(3);
        }
        List.copyOf(world.instances.keySet())
                .forEach(
                        id -> {
                            world.comeBack(id);
                            world.drain(id, false);
                        });
        world.live().stream()
                .filter(t -> t.health == Health.UNHEALTHY)
                .forEach(t -> t.health = Health.HEALTHY);
        world.tell(
                new ServiceCommand.Update(
                        null,
                        ServiceSettings.Change.of(
                                new DeploymentConfiguration(
                                        0, daemon ? 100 : 200, CircuitBreaker.DISABLED)),
                        null,
                        null));
    }

    private void happens() {
        switch (number(0, 13)) {
            case 0, 1, 2 -> pass();
            case 3, 4, 5 -> start();
            case 6 -> task(t -> t.startedAt != null).ifPresent(t -> t.end(Cause.EXITED, world.now));
            case 7 -> health();
            case 8 -> task(_ -> true).ifPresent(t -> t.end(Cause.OTHER, world.now));
            case 9 -> instance();
            case 10 -> update();
            case 11 -> protect();
            case 12 -> world.finishStops();
            default -> stopDeployment();
        }
    }

    private void pass() {
        var far = world.wakeAt != null && chance(60);
        if (far
                && world.wakeAt.isAfter(world.now)
                && world.wakeAt.isBefore(world.now.plusSeconds(3600))) {
            world.now = world.wakeAt;
        } else {
            world.pass(number(1, 15));
        }
    }

    private void start() {
        for (var i = 0; i < number(1, 4); i++) {
            world.pending()
                    .filter(t -> !world.instances.get(t.instanceId).isLost())
                    .ifPresent(
                            t -> {
                                if (bad.contains(t.deploymentId) && chance(80)) {
                                    if (chance(50)) {
                                        t.run(world.now);
                                        t.end(Cause.EXITED, world.now);
                                    } else {
                                        t.end(Cause.FAILED_TO_START, world.now);
                                    }
                                } else {
                                    t.run(world.now);
                                }
                            });
            world.settle();
        }
    }

    private void health() {
        task(t -> t.startedAt != null && t.checked)
                .ifPresent(
                        t ->
                                t.health =
                                        chance(bad.contains(t.deploymentId) ? 90 : 25)
                                                ? Health.UNHEALTHY
                                                : Health.HEALTHY);
    }

    private void instance() {
        var ids = List.copyOf(world.instances.keySet());
        if (ids.isEmpty() || chance(15)) {
            world.host("i" + number(1, 6), chance(50) ? "zone-a" : "zone-b");
            return;
        }
        var id = ids.get(random.nextInt(ids.size()));
        switch (number(0, 6)) {
            case 0, 1 -> world.lose(id);
            case 2, 3 -> world.comeBack(id);
            case 4 -> world.drain(id, true);
            case 5 -> world.drain(id, false);
            default -> {
                if (chance(30)) {
                    world.remove(id);
                }
            }
        }
    }

    private void update() {
        if (!daemon && chance(40)) {
            invariants.desiredChanged = true;
            world.tell(
                    new ServiceCommand.Update(
                            number(0, 8), ServiceSettings.Change.NONE, null, null));
            return;
        }
        deployments++;
        if (chance(50)) {
            bad.add(Services.deploymentId(deployments));
        }
        invariants.desiredChanged = false;
        world.tell(
                new ServiceCommand.Update(
                        null, ServiceSettings.Change.NONE, Services.start(deployments), null));
    }

    private void protect() {
        task(_ -> true)
                .ifPresent(
                        t ->
                                t.protectedUntil =
                                        chance(70) ? world.now.plusSeconds(number(1, 200)) : null);
    }

    private void stopDeployment() {
        if (chance(25)) {
            var current = world.details().rollouts().current();
            world.tell(new ServiceCommand.StopDeployment(current.id(), chance(30)));
        }
    }

    private java.util.Optional<SimulatedTask> task(Predicate<SimulatedTask> which) {
        var all =
                world.live().stream()
                        .filter(which)
                        .filter(t -> !world.instances.get(t.instanceId).isLost())
                        .toList();
        return all.isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of(all.get(random.nextInt(all.size())));
    }

    @Override
    public String toString() {
        return world.toString();
    }
}
