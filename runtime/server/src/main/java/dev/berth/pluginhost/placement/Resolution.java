package dev.berth.pluginhost.placement;

import dev.berth.domain.placement.Placers;
import dev.berth.domain.placement.Placers.Choice.ByPreferences;
import dev.berth.domain.placement.Placers.Choice.ByScheduler;
import dev.berth.pluginhost.guard.CallMeter;
import dev.berth.pluginhost.guard.LoadedPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The plugins that the names of a request resolve to. It is valid until plugins change.
 *
 * @param notes which name was replaced by what, and why
 * @param unchecked which constraints cannot be checked, and why
 */
record Resolution(Placers placers, List<String> notes, List<String> unchecked) {
    Resolution {
        unchecked = List.copyOf(unchecked);
        notes = List.copyOf(notes);
    }

    /** The meters of all calls that a plan can make. */
    List<CallMeter> meters() {
        var meters = new ArrayList<CallMeter>();
        for (var rule : placers.rules()) {
            if (rule instanceof GuardedRule guarded) {
                meters.add(guarded.meter());
            }
        }
        switch (placers.choice()) {
            case ByScheduler(GuardedScheduler guarded) -> meters.add(guarded.meter());
            case ByScheduler _ -> {}
            case ByPreferences(var preferences) -> {
                for (var preference : preferences) {
                    if (preference instanceof GuardedPreference guarded) {
                        meters.add(guarded.weight());
                        meters.add(guarded.partition());
                    }
                }
            }
        }
        return meters;
    }

    Set<LoadedPlugin> plugins() {
        return meters().stream().map(CallMeter::plugin).collect(Collectors.toSet());
    }
}
