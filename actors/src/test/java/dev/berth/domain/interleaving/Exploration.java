package dev.berth.domain.interleaving;

import dev.berth.domain.HostPort;
import dev.berth.domain.Scenario;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceReconciler;
import dev.berth.domain.instance.InstanceReconciler.Action;
import dev.berth.domain.interleaving.Message.Launch;
import dev.berth.domain.interleaving.Message.Release;
import dev.berth.domain.interleaving.Message.Reserve;
import dev.berth.domain.task.Task;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Visits every world that can be reached from a first one: whatever may happen next is tried, in
 * every order, and each world is checked.
 *
 * <p>A single message that is lost needs no step of its own: it is one that stays in flight for
 * ever. What losing makes possible is quiet, so from every world it is tried that nothing of what
 * is in flight arrives, and what the orchestrator then makes of it.
 */
final class Exploration {

    /** By then every reservation counts as orphaned: nobody can rely on time. */
    private static final Instant LATE =
            Scenario.NOW.plus(InstanceReconciler.ORPHANED_AFTER).plusSeconds(1);

    private record Step(String what, World world) {}

    private record Came(World.Key from, String by) {}

    private final Protocol protocol;
    private final Map<World.Key, Came> visited = new HashMap<>();
    private final Set<World.Key> quiet = new HashSet<>();

    Exploration(Protocol protocol) {
        this.protocol = protocol;
    }

    /** How many worlds there are. */
    int from(World first) {
        var open = new ArrayDeque<World>();
        visited.put(first.key(), new Came(null, "nothing"));
        open.add(first);
        while (!open.isEmpty()) {
            var world = open.poll();
            var key = world.key();
            check(world, key);
            for (var step : steps(world)) {
                if (visited.putIfAbsent(step.world().key(), new Came(key, step.what())) == null) {
                    open.add(step.world());
                }
            }
        }
        return visited.size();
    }

    private List<Step> steps(World world) {
        var steps = new ArrayList<Step>();
        world.plans().forEach((task, left) -> plan(world, task, left, steps));
        for (var instance : world.instances().keySet()) {
            for (var action : actions(world, instance)) {
                steps.add(new Step("orchestrator: " + action, world.send(messages(action))));
            }
        }
        for (var message : world.inFlight()) {
            steps.add(new Step("arrives: " + message, world.arrive(message, protocol)));
        }
        for (var task : world.tasks().keySet()) {
            if (world.tasks().get(task) instanceof Task.Active) {
                steps.add(new Step("stops: " + task, world.stopped(task)));
            }
        }
        steps.add(new Step("crash", world.loseAll()));
        return steps;
    }

    /** The launcher may choose any instance: its snapshot may be old. */
    private void plan(World world, String task, int left, List<Step> steps) {
        if (left == 0) {
            return;
        }
        for (var instance : world.instances().keySet()) {
            var stopped = new HashSet<String>();
            for (var held : world.reservations(instance).keySet()) {
                if (world.tasks().get(held) instanceof Task.Stopped) {
                    stopped.add(held);
                }
            }
            var reserve = new Reserve(task, instance, Set.copyOf(stopped));
            steps.add(
                    new Step(
                            "launcher: " + reserve,
                            world.planned(task).send(protocol.plan(reserve))));
        }
    }

    private static List<Action> actions(World world, String instance) {
        return InstanceReconciler.plan(
                        world.instances().get(instance),
                        id -> Optional.ofNullable(world.tasks().get(id)),
                        Stream.of(),
                        LATE)
                .actions();
    }

    private Set<Message> messages(Action action) {
        return switch (action) {
            case Action.GiveUp(var instance, var task) -> protocol.giveUp(task, instance);
            case Action.Release(var instance, var tasks) ->
                    Set.of(new Release(Set.copyOf(tasks), instance));
            case Action.Orphan _ -> throw new IllegalStateException("No instance is deregistered");
        };
    }

    private void check(World world, World.Key key) {
        for (var instance : world.instances().keySet()) {
            var host = world.registered(instance);
            require(
                    host.reservedCpu() <= host.resources().cpu(),
                    "more reserved than there is",
                    key);
            require(portsHaveOneOwner(host), "a port of two owners", key);
            require(
                    host.reservations().keySet().containsAll(world.running(instance)),
                    "a running task without a reservation",
                    key);
        }
        for (var message : world.inFlight()) {
            require(
                    !(message instanceof Launch(var task, var instance))
                            || !(world.tasks().get(task) instanceof Task.Absent)
                            || world.reservations(instance).containsKey(task),
                    "no reservation under a task that may still start",
                    key);
        }
        var crashed = world.loseAll();
        if (quiet.add(crashed.key())) {
            var settled = settled(crashed);
            for (var instance : settled.instances().keySet()) {
                require(
                        settled.reservations(instance).keySet().equals(settled.running(instance)),
                        "when all is settled, a reservation without a running task",
                        key);
            }
        }
    }

    private static boolean portsHaveOneOwner(ContainerInstance.Registered host) {
        var owned = new HashSet<HostPort>();
        return host.reservations().values().stream()
                .flatMap(reservation -> reservation.ports().stream())
                .allMatch(owned::add);
    }

    private void require(boolean holds, String violation, World.Key key) {
        if (!holds) {
            throw new AssertionError(violation + ", after\n" + path(key));
        }
    }

    /** When the launcher does no more and the orchestrator has done all it wants to. */
    private World settled(World first) {
        var world = first;
        for (var round = 0; round < 10; round++) {
            var before = world.key();
            for (var instance : world.instances().keySet()) {
                for (var action : actions(world, instance)) {
                    world = world.send(messages(action));
                }
            }
            while (!world.inFlight().isEmpty()) {
                world = world.arrive(world.inFlight().iterator().next(), protocol);
            }
            if (world.key().equals(before)) {
                return world;
            }
        }
        throw new AssertionError("It does not settle: " + world);
    }

    private String path(World.Key key) {
        var steps = new ArrayList<String>();
        for (var came = visited.get(key); came.from() != null; came = visited.get(came.from())) {
            steps.add("  " + came.by());
        }
        return String.join("\n", steps.reversed());
    }
}
