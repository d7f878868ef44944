package dev.berth.domain.service.plan;

import dev.berth.domain.service.ServiceSettings.PlacementRule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Finds tasks for which the placement strategy of their service prefers another instance.
 *
 * <p>The rules of the strategy are compared in their order; the first one that distinguishes two
 * instances decides. By {@code spread}, a task is better placed where the service has at least two
 * tasks fewer; by {@code binpack}, on an instance with less of the resource left. Both measures
 * improve with each move, so the moves end. Other rules, such as {@code random}, prefer no
 * instance.
 */
final class BetterPlaces {

    /** An instance with its place for each rule. */
    private record Site(ServiceInstance instance, List<Object> places) {}

    private final Tally tally;
    private final List<PlacementRule> rules;
    private final List<Site> targets;

    /** For each rule the number of tasks at each place. */
    private final List<Map<Object, Integer>> counts = new ArrayList<>();

    private final Map<String, Optional<Move>> moves = new HashMap<>();

    BetterPlaces(Tally tally) {
        this.tally = tally;
        this.rules = Places.rules(tally.service);
        this.targets =
                tally.snapshot.instances().values().stream()
                        .filter(instance -> instance.takesTasks() && instance.hasRoom())
                        .sorted(Comparator.comparing(ServiceInstance::id))
                        .map(this::site)
                        .toList();
        rules.forEach(_ -> counts.add(new HashMap<>()));
        for (var task : tally.live) {
            var places = Places.of(rules, tally.instance(task));
            for (var i = 0; i < rules.size(); i++) {
                counts.get(i).merge(places.get(i), 1, Integer::sum);
            }
        }
    }

    /** The moves that the strategy prefers, found on demand, those of the youngest tasks first. */
    Stream<Move> moves(Predicate<ServiceTask> movable) {
        return tally.live.reversed().stream().filter(movable).flatMap(task -> move(task).stream());
    }

    /** The tasks of one instance have the same answer. */
    private Optional<Move> move(ServiceTask task) {
        return moves.computeIfAbsent(
                        task.instanceId(),
                        _ -> {
                            var from = site(tally.instance(task));
                            return targets.stream()
                                    .flatMap(to -> move(task, from, to).stream())
                                    .findFirst();
                        })
                .map(move -> new Move(task.id(), move.instanceId(), move.reason()));
    }

    private Site site(ServiceInstance instance) {
        return new Site(instance, Places.of(rules, instance));
    }

    private Optional<Move> move(ServiceTask task, Site from, Site to) {
        for (var i = 0; i < rules.size(); i++) {
            var here = from.places().get(i);
            var there = to.places().get(i);
            if (!here.equals(there)) {
                return reason(i, here, there)
                        .map(reason -> new Move(task.id(), to.instance().id(), reason));
            }
        }
        return Optional.empty();
    }

    /** Why a rule prefers the second place; empty if it does not. */
    private Optional<String> reason(int rule, Object here, Object there) {
        return switch (rules.get(rule).type()) {
            case "spread" -> {
                var more = counts.get(rule).getOrDefault(here, 0);
                var fewer = counts.get(rule).getOrDefault(there, 0);
                yield more - fewer > 1
                        ? Optional.of(
                                "%s has %d of the tasks, %s has %d"
                                        .formatted(here, more, there, fewer))
                        : Optional.empty();
            }
            case "binpack" ->
                    here instanceof Double more && there instanceof Double less && less < more
                            ? Optional.of(
                                    "%.0f %s remain there, %.0f here"
                                            .formatted(less, unit(rules.get(rule)), more))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static String unit(PlacementRule rule) {
        return "cpu".equals(rule.argument()) ? "CPU units" : "MiB";
    }
}
