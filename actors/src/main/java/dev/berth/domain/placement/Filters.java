package dev.berth.domain.placement;

import dev.berth.domain.instance.Reservation;
import dev.berth.domain.instance.Shortage;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.PlacementConstraint.Rule;
import dev.berth.plugin.placement.TaskToPlace;
import java.util.List;

/**
 * The checks that exclude an instance, cheapest first: it is not ACTIVE, its agent is not
 * connected, a required attribute is missing, a resource is insufficient, a constraint is not
 * satisfied. The detail text is built only when it is shown.
 */
final class Filters {

    static final String AGENT = "AGENT";
    static final String ATTRIBUTE = "ATTRIBUTE";

    private Filters() {}

    static boolean fits(Room room, TaskToPlace task, Reservation need, List<Rule> rules) {
        if (obstacle(room, task, need) != null) {
            return false;
        }
        for (var rule : rules) {
            if (!(rule.check(task, room) instanceof Fit.Fits)) {
                return false;
            }
        }
        return true;
    }

    static Fit check(Room room, TaskToPlace task, Reservation need, List<Rule> rules) {
        var obstacle = obstacle(room, task, need);
        if (obstacle != null) {
            return Fit.unfit(obstacle, detail(obstacle, room, task, need));
        }
        for (var rule : rules) {
            if (rule.check(task, room) instanceof Fit.Unfit unfit) {
                return unfit;
            }
        }
        return Fit.FITS;
    }

    /** Whether a task that already has a reservation on the instance can start there. */
    static boolean isReachable(Room room) {
        return room.isActive() && room.isAgentConnected();
    }

    /** The reason, as ECS names it; null if the instance is suitable. */
    private static String obstacle(Room room, TaskToPlace task, Reservation need) {
        if (!room.isActive()) {
            return Shortage.INACTIVE.reason();
        }
        if (!room.isAgentConnected()) {
            return AGENT;
        }
        for (var required : task.requiredAttributes()) {
            if (!RequiredAttribute.isMet(required, room.attributes())) {
                return ATTRIBUTE;
            }
        }
        return room.ledger().shortage(need).map(Shortage::reason).orElse(null);
    }

    private static String detail(String obstacle, Room room, TaskToPlace task, Reservation need) {
        var registered = room.registered();
        if (obstacle.equals(Shortage.INACTIVE.reason())) {
            return "its status is " + room.offer().instance().status();
        }
        if (obstacle.equals(AGENT)) {
            return "its agent is not connected, or cannot save its state";
        }
        if (obstacle.equals(ATTRIBUTE)) {
            return "it lacks "
                    + String.join(
                            ", ",
                            task.requiredAttributes().stream()
                                    .filter(
                                            required ->
                                                    !RequiredAttribute.isMet(
                                                            required, room.attributes()))
                                    .sorted()
                                    .toList());
        }
        if (obstacle.equals(Shortage.CPU.reason())) {
            return "%d CPU units requested, %d of %d available"
                    .formatted(need.cpu(), room.ledger().cpu(), registered.cpu());
        }
        if (obstacle.equals(Shortage.MEMORY.reason())) {
            return "%d MiB requested, %d of %d available"
                    .formatted(need.memory(), room.ledger().memory(), registered.memory());
        }
        return "in use: "
                + String.join(
                        ", ",
                        need.ports().stream()
                                .filter(room.ledger()::isTaken)
                                .sorted()
                                .map(port -> port.number() + "/" + port.transport())
                                .toList());
    }
}
