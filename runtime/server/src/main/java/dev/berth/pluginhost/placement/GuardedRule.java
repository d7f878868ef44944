package dev.berth.pluginhost.placement;

import dev.berth.plugin.cluster.Instance;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.PlacementConstraint.Rule;
import dev.berth.plugin.placement.TaskToPlace;
import dev.berth.pluginhost.guard.CallMeter;
import dev.berth.pluginhost.guard.LoadedPlugin;

/** The rule of a plugin. Its results are checked. */
record GuardedRule(Rule rule, CallMeter meter) implements Rule {

    static GuardedRule of(LoadedPlugin plugin, Rule rule) {
        return new GuardedRule(rule, new CallMeter(plugin, "check()"));
    }

    @Override
    public Fit check(TaskToPlace task, Instance instance) {
        Fit answer;
        long entered = meter.enter();
        try {
            answer = rule.check(task, instance);
        } catch (Throwable thrown) {
            throw meter.threw(thrown);
        } finally {
            meter.leave(entered);
        }
        return switch (answer) {
            case null -> throw meter.returned("null");
            case Fit.Fits fits -> fits;
            case Fit.Unfit(String reason, String detail)
                    when reason == null || reason.isBlank() || detail == null ->
                    throw meter.returned("a refusal without a reason");
            case Fit.Unfit unfit -> unfit;
        };
    }

    /** By identity: {@code equals} of the plugin is not called. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
