package dev.berth.domain.placement;

import dev.berth.domain.instance.Shortage;
import dev.berth.domain.placement.Placers.Choice;
import dev.berth.plugin.cluster.Utilization;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.PlacementConstraint.Rule;
import dev.berth.plugin.placement.TaskToPlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The instances of a cluster as one scheduler sees them. It is reused between passes: only changed
 * instances are offered again, and the rankings of the most recent kinds of tasks are kept. Used by
 * one thread at a time. It is discarded after a failed pass, because its state is then unknown.
 */
public final class Fleet {

    private static final int RANKINGS = 8;

    /** The key of a ranking: equal tasks with the same constraints and strategies share one. */
    private record Kind(TaskToPlace task, Placers placers) {}

    private final RandomGenerator random;
    private final NavigableMap<String, Room> rooms = new TreeMap<>();
    private final Map<String, String> roomOfUnlaunched = new HashMap<>();
    private final Map<Kind, Ranking> rankings = new LinkedHashMap<>(16, 0.75f, true);
    private Function<String, Optional<Utilization>> utilization = _ -> Optional.empty();
    private Instant now = Instant.EPOCH;
    private boolean asksForUtilization;

    public Fleet(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Begins a pass.
     *
     * @param use what the tasks of an instance use now
     */
    public void begin(Instant at, Function<String, Optional<Utilization>> use) {
        now = at;
        utilization = use;
        if (asksForUtilization) {
            rooms.keySet().forEach(this::changed);
        }
    }

    /** Adds an instance or replaces its state. */
    public void offer(Offer offer) {
        var id = offer.instanceId();
        forgetUnlaunched(id);
        rooms.put(id, new Room(offer, this::utilization));
        offer.unlaunched().forEach(task -> roomOfUnlaunched.put(task, id));
        changed(id);
    }

    /** Removes an instance that was deregistered. */
    public void withdraw(String instanceId) {
        forgetUnlaunched(instanceId);
        rooms.remove(instanceId);
        changed(instanceId);
    }

    /** Discards all results of plugin calls. */
    public void forgetPlugins() {
        rankings.clear();
        asksForUtilization = false;
    }

    /**
     * Places equal tasks one after another, each on the resources that the previous ones left free.
     * A task that still has a reservation from an earlier attempt is placed on that instance.
     */
    public Plan place(Batch batch, Placers placers) {
        var plan = new Draft();
        var open = new ArrayList<TaskAsk>();
        for (var ask : batch.asks()) {
            var held = holding(ask);
            if (held != null) {
                take(held, ask);
                plan.choose(ask, held.id());
            } else if (ask.instanceId() != null) {
                placeThere(ask, plan);
            } else {
                open.add(ask);
            }
        }
        switch (placers.choice()) {
            case Choice.ByPreferences _ -> placeOnBest(open, placers, plan);
            case Choice.ByScheduler(var scheduler) -> {
                if (!open.isEmpty()) {
                    new PlanningState(this, batch.with(open), placers.rules(), now)
                            .place(scheduler, plan);
                }
            }
        }
        return plan.done();
    }

    private void placeOnBest(List<TaskAsk> asks, Placers placers, Draft plan) {
        if (asks.isEmpty()) {
            return;
        }
        var ranking = ranking(asks.getFirst(), placers);
        for (int i = 0; i < asks.size(); i++) {
            var ask = asks.get(i);
            var best = ranking.best(rooms);
            if (best == null) {
                var reasons = unfit(ask, placers.rules());
                asks.subList(i, asks.size()).forEach(each -> plan.giveUp(each, reasons));
                return;
            }
            take(rooms.get(best), ask);
            ranking.chosen(best);
            plan.choose(ask, best);
        }
    }

    /** For a task with a fixed instance (StartTask): constraints and strategies do not apply. */
    private void placeThere(TaskAsk ask, Draft plan) {
        var room = rooms.get(ask.instanceId());
        if (room == null) {
            // The instance was registered when the call arrived, and was deregistered since.
            var gone = Shortage.INACTIVE.reason();
            plan.giveUp(
                    ask, List.of(new Unfit(ask.instanceId(), gone, "it is no longer registered")));
            return;
        }
        switch (Filters.check(room, ask.task(), ask.need(), List.of())) {
            case Fit.Fits _ -> {
                take(room, ask);
                plan.choose(ask, room.id());
            }
            case Fit.Unfit unfit -> plan.giveUp(ask, List.of(unfit(room, unfit)));
        }
    }

    /** Why each unsuitable instance cannot run the task. */
    List<Unfit> unfit(TaskAsk ask, List<Rule> rules) {
        var reasons = new ArrayList<Unfit>();
        for (var room : rooms.values()) {
            if (Filters.check(room, ask.task(), ask.need(), rules) instanceof Fit.Unfit unfit) {
                reasons.add(unfit(room, unfit));
            }
        }
        return reasons;
    }

    private static Unfit unfit(Room room, Fit.Unfit unfit) {
        return new Unfit(room.id(), unfit.reason(), unfit.detail());
    }

    /** The verdict on every candidate instance for a task. */
    public List<Verdict> explain(TaskAsk ask, Placers placers) {
        var targeted = ask.instanceId() != null;
        Ranking ranking = null;
        if (!targeted && placers.choice() instanceof Choice.ByPreferences) {
            ranking = ranking(ask, placers);
            ranking.best(rooms);
        }
        var verdicts = new ArrayList<Verdict>();
        for (var room : rooms.values()) {
            if (targeted && !ask.instanceId().equals(room.id())) {
                continue;
            }
            var rules = targeted ? List.<Rule>of() : placers.rules();
            verdicts.add(
                    new Verdict(
                            room.id(),
                            Filters.check(room, ask.task(), ask.need(), rules),
                            ranking == null ? List.of() : ranking.weights(room.id())));
        }
        return verdicts;
    }

    /** Reserves resources for a task that was placed on this instance. */
    public void retrace(TaskAsk ask, String instanceId) {
        var room = rooms.get(instanceId);
        if (room != null) {
            take(room, ask);
        }
    }

    private Ranking ranking(TaskAsk ask, Placers placers) {
        var kind = new Kind(ask.task(), placers);
        var ranking = rankings.get(kind);
        if (ranking == null) {
            var preferences = ((Choice.ByPreferences) placers.choice()).preferences();
            ranking = new Ranking(ask.task(), ask.need(), placers.rules(), preferences, random);
            rooms.keySet().forEach(ranking::changed);
            rankings.put(kind, ranking);
            if (rankings.size() > RANKINGS) {
                var oldest = rankings.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
        return ranking;
    }

    /**
     * The instance with a reservation for the task from an earlier launch whose outcome was lost.
     */
    private Room holding(TaskAsk ask) {
        var id = roomOfUnlaunched.get(ask.taskId());
        var room = id == null ? null : rooms.get(id);
        return room != null
                        && Filters.isReachable(room)
                        && (ask.instanceId() == null || ask.instanceId().equals(id))
                ? room
                : null;
    }

    void take(Room room, TaskAsk ask) {
        room.take(ask.task(), ask.need());
        changed(room.id());
    }

    void giveBack(Room room, TaskAsk ask) {
        room.giveBack(ask.task(), ask.need());
        changed(room.id());
    }

    NavigableMap<String, Room> rooms() {
        return Collections.unmodifiableNavigableMap(rooms);
    }

    private void changed(String instanceId) {
        rankings.values().forEach(ranking -> ranking.changed(instanceId));
    }

    private Optional<Utilization> utilization(String instanceId) {
        asksForUtilization = true;
        return utilization.apply(instanceId);
    }

    private void forgetUnlaunched(String instanceId) {
        var before = rooms.get(instanceId);
        if (before != null) {
            before.offer().unlaunched().forEach(task -> roomOfUnlaunched.remove(task, instanceId));
        }
    }
}
