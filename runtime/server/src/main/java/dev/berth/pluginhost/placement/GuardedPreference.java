package dev.berth.pluginhost.placement;

import dev.berth.plugin.cluster.Instance;
import dev.berth.plugin.placement.PlacementStrategy.Preference;
import dev.berth.plugin.placement.TaskToPlace;
import dev.berth.pluginhost.guard.CallMeter;
import dev.berth.pluginhost.guard.LoadedPlugin;

/** The preference of a plugin. Its results are checked. */
public record GuardedPreference(Preference preference, CallMeter weight, CallMeter partition)
        implements Preference {

    static GuardedPreference of(LoadedPlugin plugin, Preference preference) {
        return new GuardedPreference(
                preference,
                new CallMeter(plugin, "weight()"),
                new CallMeter(plugin, "partition()"));
    }

    @Override
    public double weight(TaskToPlace task, Instance instance) {
        double answer;
        long entered = weight.enter();
        try {
            answer = preference.weight(task, instance);
        } catch (Throwable thrown) {
            throw weight.threw(thrown);
        } finally {
            weight.leave(entered);
        }
        if (!Double.isFinite(answer)) {
            throw weight.returned(answer + ", which is not a finite number");
        }
        return answer;
    }

    @Override
    public String partition(Instance instance) {
        String answer;
        long entered = partition.enter();
        try {
            answer = preference.partition(instance);
        } catch (Throwable thrown) {
            throw partition.threw(thrown);
        } finally {
            partition.leave(entered);
        }
        if (answer == null) {
            throw partition.returned("null");
        }
        return answer;
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
