package dev.berth.domain.service.plan;

import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceTexts;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Moves tasks to better instances, one at a time. A moved task is replaced like a task that leaves,
 * so its replacement is healthy before it stops.
 */
final class Balance {

    private static final int SHOWN_MOVES = 10;

    private Balance() {}

    static void plan(Tally tally, Draft draft) {
        var quiet = isQuiet(tally);
        var over =
                tally.service.upkeep().moving().keySet().stream()
                        .filter(
                                id ->
                                        !quiet
                                                || tally.live.stream()
                                                        .filter(task -> task.id().equals(id))
                                                        .noneMatch(task -> canMove(tally, task)))
                        .sorted()
                        .toList();
        if (!over.isEmpty()) {
            draft.command(new ServiceCommand.EndMoves(over));
        }
        if (!quiet || !isAllowed(tally)) {
            return;
        }
        var zones = zones(tally);
        if (tally.service.settings().zoneRebalancing() && isUneven(zones)) {
            draft.condition(ServiceTexts.notBalanced(tally.service.name(), zones));
            begin(tally, draft, inFullestZone(tally, zones));
        } else {
            followStrategy(tally, draft);
        }
    }

    /** Whether no other tasks are being started or stopped. */
    private static boolean isQuiet(Tally tally) {
        return !tally.primary.inProgress()
                && !tally.primary.hasFailed()
                && tally.count(tally::isOld) == 0
                && tally.snapshot.unplaced() == null;
    }

    private static boolean isAllowed(Tally tally) {
        var moving = tally.service.upkeep().moving();
        return moving.isEmpty()
                && tally.live.size() == tally.desired()
                && tally.live.stream().allMatch(t -> tally.isHealthy(t) && tally.isGood(t))
                && tally.upper() > tally.desired();
    }

    private static boolean canMove(Tally tally, ServiceTask task) {
        return !task.isProtected(tally.now);
    }

    private static void begin(Tally tally, Draft draft, List<ServiceTask> candidates) {
        var movable =
                candidates.stream()
                        .filter(task -> canMove(tally, task))
                        .max(
                                Comparator.comparing(ServiceTask::createdAt)
                                        .thenComparing(ServiceTask::id));
        if (movable.isEmpty()) {
            return;
        }
        var next = nextMove(tally);
        if (next.isAfter(tally.now)) {
            draft.wakeAt(next);
        } else {
            draft.command(new ServiceCommand.BeginMoves(List.of(movable.get().id())));
        }
    }

    /** Moves one task to an instance that the placement strategy prefers, or only shows it. */
    private static void followStrategy(Tally tally, Draft draft) {
        var mode = tally.snapshot.policy().rebalancing().mode();
        if (mode == ServicePolicy.Rebalancing.Mode.OFF) {
            return;
        }
        var moves =
                new BetterPlaces(tally)
                        .moves(task -> canMove(tally, task))
                        .limit(SHOWN_MOVES)
                        .toList();
        draft.suggest(moves);
        if (mode == ServicePolicy.Rebalancing.Mode.ON && !moves.isEmpty()) {
            begin(tally, draft, tally.all(task -> moves.getFirst().taskId().equals(task.id())));
        }
    }

    private static Instant nextMove(Tally tally) {
        var last = tally.service.upkeep().lastMoveAt();
        var budget = tally.snapshot.policy().rebalancing().movesPerMinute();
        return last == null
                ? Instant.MIN
                : budget <= 0 ? Instant.MAX : last.plus(Duration.ofMinutes(1).dividedBy(budget));
    }

    private static List<ServiceTask> inFullestZone(Tally tally, Map<String, Integer> zones) {
        var most = zones.values().stream().max(Comparator.naturalOrder()).orElse(0);
        return tally.all(task -> zones.getOrDefault(tally.instance(task).zone(), 0) == most);
    }

    private static boolean isUneven(Map<String, Integer> zones) {
        var counts = zones.values();
        return zones.size() > 1
                && counts.stream().mapToInt(n -> n).max().orElse(0)
                                - counts.stream().mapToInt(n -> n).min().orElse(0)
                        > 1;
    }

    /** The remaining tasks by zone, including zones that can get tasks. */
    private static Map<String, Integer> zones(Tally tally) {
        var zones = new TreeMap<String, Integer>();
        tally.snapshot.instances().values().stream()
                .filter(ServiceInstance::takesTasks)
                .filter(instance -> !instance.zone().isEmpty())
                .forEach(instance -> zones.put(instance.zone(), 0));
        tally.live.stream()
                .filter(task -> !tally.isMoving(task))
                .map(task -> tally.instance(task).zone())
                .filter(zone -> !zone.isEmpty())
                .forEach(zone -> zones.merge(zone, 1, Integer::sum));
        return zones;
    }

    /** The target zone of a task that is moved to balance zones; null if zones are not balanced. */
    static String emptiestZone(Tally tally) {
        return tally.service.settings().zoneRebalancing()
                ? zones(tally).entrySet().stream()
                        .min(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse(null)
                : null;
    }
}
