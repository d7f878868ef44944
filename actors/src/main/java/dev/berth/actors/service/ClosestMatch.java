package dev.berth.actors.service;

import dev.berth.domain.placement.Unfit;
import java.util.Collection;
import java.util.Comparator;

/** Why no instance could run a task, in ECS's message about the closest one. */
final class ClosestMatch {

    private static final String NO_INSTANCES =
            "Reason: No Container Instances were found in your cluster.";

    private ClosestMatch() {}

    /** Instances are checked in a fixed order, so the closest is ruled out by the last check. */
    static String sentence(Collection<Unfit> failures) {
        return failures.stream()
                .max(
                        Comparator.comparingInt(ClosestMatch::passed)
                                .thenComparing(Unfit::instanceId, Comparator.reverseOrder()))
                .map(ClosestMatch::sentence)
                .orElse(NO_INSTANCES);
    }

    private static int passed(Unfit unfit) {
        return switch (unfit.reason()) {
            case "INACTIVE" -> 0;
            case "AGENT" -> 1;
            case "ATTRIBUTE" -> 2;
            case "RESOURCE:CPU", "RESOURCE:MEMORY", "RESOURCE:PORTS" -> 3;
            default -> 4;
        };
    }

    private static String sentence(Unfit unfit) {
        return "The closest matching (container-instance %s) %s."
                .formatted(unfit.instanceId(), lack(unfit));
    }

    private static String lack(Unfit unfit) {
        return switch (unfit.reason()) {
            case "RESOURCE:CPU" -> "has insufficient CPU units available";
            case "RESOURCE:MEMORY" -> "has insufficient memory available";
            case "RESOURCE:PORTS" -> "is already using a port required by your task";
            case "ATTRIBUTE" -> "is missing an attribute required by your task";
            default -> "encountered error \"%s\"".formatted(unfit.reason());
        };
    }
}
