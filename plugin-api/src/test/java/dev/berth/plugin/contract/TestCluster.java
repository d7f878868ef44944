package dev.berth.plugin.contract;

import dev.berth.plugin.cluster.Capacity;
import dev.berth.plugin.cluster.Instance;
import dev.berth.plugin.placement.ClusterState;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.Placement;
import dev.berth.plugin.placement.PlacementConstraint.Rule;
import dev.berth.plugin.placement.TaskToPlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A cluster for tests of schedulers. It checks as the server does: status, connection, required
 * attributes, cpu, memory and ports, then the rules it was given.
 */
public final class TestCluster implements ClusterState {
    private final TaskToPlace task;
    private final Instant now;
    private final List<Rule> rules;
    private final Map<String, TestInstance> instances = new TreeMap<>();

    /**
     * @param task what is to be placed in it
     */
    public TestCluster(TaskToPlace task, Collection<TestInstance> instances, Rule... rules) {
        this.task = task;
        this.now = Instant.parse("2026-06-01T12:00:00Z");
        this.rules = List.of(rules);
        instances.forEach(instance -> this.instances.put(instance.id(), instance));
    }

    @Override
    public Collection<Instance> instances() {
        return Collections.unmodifiableList(new ArrayList<Instance>(instances.values()));
    }

    /** As it is now, with what was taken. */
    public TestInstance instance(String id) {
        var instance = instances.get(id);
        if (instance == null) {
            throw new IllegalArgumentException("There is no instance " + id + ".");
        }
        return instance;
    }

    @Override
    public Fit check(Instance instance) {
        var current = instance(instance.id());
        if (!current.isActive()) {
            return Fit.unfit("INACTIVE", "it is DRAINING");
        }
        if (!current.isAgentConnected()) {
            return Fit.unfit("AGENT", "its agent is not connected");
        }
        if (!task.requiredAttributes().stream().allMatch(required -> has(current, required))) {
            return Fit.unfit("ATTRIBUTE", "it lacks one of " + task.requiredAttributes());
        }
        if (current.remaining().cpu() < task.needs().cpu()) {
            return Fit.unfit("RESOURCE:CPU", shortage(task.needs(), current.remaining()));
        }
        if (current.remaining().memory() < task.needs().memory()) {
            return Fit.unfit("RESOURCE:MEMORY", shortage(task.needs(), current.remaining()));
        }
        if (!task.ports().stream().allMatch(current::isFree)) {
            return Fit.unfit("RESOURCE:PORTS", "one of " + task.ports() + " is taken");
        }
        for (var rule : rules) {
            var fit = rule.check(task, current);
            if (fit instanceof Fit.Unfit) {
                return fit;
            }
        }
        return Fit.FITS;
    }

    @Override
    public Placement take(Instance instance) {
        instances.computeIfPresent(instance.id(), (id, current) -> current.withPlaced(task));
        return Placement.on(instance);
    }

    @Override
    public Instant now() {
        return now;
    }

    private static boolean has(Instance instance, String required) {
        int equals = required.indexOf('=');
        return equals < 0
                ? instance.attributes().containsKey(required)
                : required.substring(equals + 1)
                        .equals(instance.attributes().get(required.substring(0, equals)));
    }

    private static String shortage(Capacity needs, Capacity left) {
        return needs + " requested, " + left + " available";
    }
}
