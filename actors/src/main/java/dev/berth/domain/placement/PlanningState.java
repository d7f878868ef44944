package dev.berth.domain.placement;

import dev.berth.plugin.cluster.Instance;
import dev.berth.plugin.placement.ClusterState;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.Placement;
import dev.berth.plugin.placement.PlacementConstraint.Rule;
import dev.berth.plugin.placement.PlacementRequest;
import dev.berth.plugin.placement.Scheduler;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The cluster state that a scheduler plugin plans on. Resources that the scheduler takes are
 * reserved while it runs; those that its answer does not use are released.
 */
final class PlanningState implements ClusterState {

    private final Fleet fleet;
    private final Batch batch;
    private final List<Rule> rules;
    private final Instant now;
    private final Deque<TaskAsk> untaken;
    private final Map<String, Deque<TaskAsk>> taken = new HashMap<>();

    PlanningState(Fleet fleet, Batch batch, List<Rule> rules, Instant now) {
        this.fleet = fleet;
        this.batch = batch;
        this.rules = rules;
        this.now = now;
        this.untaken = new ArrayDeque<>(batch.asks());
    }

    /**
     * @throws IllegalPlacementException if the answer is invalid
     */
    void place(Scheduler scheduler, Draft plan) {
        var asked = batch.asks().size();
        var answer =
                scheduler.place(new PlacementRequest(batch.cluster(), batch.task(), asked), this);
        if (answer.size() != asked) {
            throw new IllegalPlacementException(
                    "answered with %d placements for %d tasks".formatted(answer.size(), asked));
        }
        for (var placement : claimsFirst(answer)) {
            switch (placement) {
                case Placement.On(var id) -> placeOn(id, plan);
                case Placement.None(var reason) -> plan.giveUp(next(), without(reason), reason);
                case null -> throw new IllegalPlacementException("answered with null");
            }
        }
        giveBackTheRest();
    }

    /** Tasks that were taken are decided before all others, which may need the same resources. */
    private List<Placement> claimsFirst(List<Placement> answer) {
        var left = new HashMap<String, Integer>();
        taken.forEach((id, asks) -> left.put(id, asks.size()));
        var claims = new ArrayList<Placement>();
        var others = new ArrayList<Placement>();
        for (var placement : answer) {
            var isClaim =
                    placement instanceof Placement.On(var id)
                            && left.merge(id, -1, Integer::sum) >= 0;
            (isClaim ? claims : others).add(placement);
        }
        claims.addAll(others);
        return claims;
    }

    private void placeOn(String id, Draft plan) {
        var claims = taken.get(id);
        if (claims != null && !claims.isEmpty()) {
            plan.choose(claims.poll(), id);
            return;
        }
        var ask = next();
        var room = fleet.rooms().get(id);
        if (room == null) {
            plan.giveUp(
                    ask,
                    List.of(new Unfit(id, "MISSING", "the scheduler named no instance")),
                    "The scheduler chose %s, which is not an instance of the cluster."
                            .formatted(id));
            return;
        }
        switch (Filters.check(room, ask.task(), ask.need(), rules)) {
            case Fit.Fits _ -> {
                fleet.take(room, ask);
                plan.choose(ask, id);
            }
            case Fit.Unfit(var reason, var detail) ->
                    plan.giveUp(
                            ask,
                            List.of(new Unfit(id, reason, "the scheduler chose it, but " + detail)),
                            "The scheduler chose the instance %s, but %s.".formatted(id, detail));
        }
    }

    /** Any task that has not been decided; all are equal. */
    private TaskAsk next() {
        var ask = untaken.poll();
        if (ask != null) {
            return ask;
        }
        for (var each : taken.entrySet()) {
            var unclaimed = each.getValue().poll();
            if (unclaimed != null) {
                fleet.giveBack(fleet.rooms().get(each.getKey()), unclaimed);
                return unclaimed;
            }
        }
        throw new IllegalStateException("more placements than tasks");
    }

    private void giveBackTheRest() {
        taken.forEach(
                (id, asks) -> asks.forEach(ask -> fleet.giveBack(fleet.rooms().get(id), ask)));
    }

    /** Why each instance did not get the task; the reason may be only the scheduler's choice. */
    private List<Unfit> without(String reason) {
        var ask = batch.asks().getFirst();
        var reasons = new ArrayList<Unfit>();
        for (var room : fleet.rooms().values()) {
            var fit = Filters.check(room, ask.task(), ask.need(), rules);
            reasons.add(
                    fit instanceof Fit.Unfit(var why, var detail)
                            ? new Unfit(room.id(), why, detail)
                            : new Unfit(room.id(), reason, "the scheduler did not choose it"));
        }
        return reasons;
    }

    @Override
    public Collection<Instance> instances() {
        return Collections.unmodifiableCollection(fleet.rooms().values());
    }

    @Override
    public Fit check(Instance instance) {
        var ask = batch.asks().getFirst();
        return Filters.check(roomOf(instance), ask.task(), ask.need(), rules);
    }

    @Override
    public Placement take(Instance instance) {
        var ask = untaken.poll();
        if (ask == null) {
            throw new IllegalPlacementException("took more than the tasks that were asked for");
        }
        var room = roomOf(instance);
        if (Filters.check(room, ask.task(), ask.need(), rules) instanceof Fit.Unfit unfit) {
            throw new IllegalPlacementException(
                    "took %s, where the task does not fit: %s"
                            .formatted(room.id(), unfit.detail()));
        }
        fleet.take(room, ask);
        taken.computeIfAbsent(room.id(), _ -> new ArrayDeque<>()).add(ask);
        return Placement.on(room);
    }

    private Room roomOf(Instance instance) {
        var room = fleet.rooms().get(instance.id());
        if (room == null) {
            throw new IllegalPlacementException("named no instance: " + instance.id());
        }
        return room;
    }

    @Override
    public Instant now() {
        return now;
    }
}
