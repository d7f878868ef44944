package dev.berth.domain.placement;

import dev.berth.domain.instance.ContainerInstance.Status;
import dev.berth.domain.instance.Ledger;
import dev.berth.domain.instance.Shortage;
import dev.berth.plugin.Capacity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plans one placement pass: filters, cheapest first, then the strategies, then the first that is
 * left. Tasks are placed one after another, each on what the ones before it leave. A task that
 * still holds a reservation from an earlier attempt goes where that is.
 */
public final class Planner {

    private final List<Room> rooms;
    private final List<Narrowing> strategies;

    private Planner(List<Offer> offers, List<Narrowing> strategies) {
        this.rooms = offers.stream().map(Room::new).toList();
        this.strategies = strategies;
    }

    public static Plan plan(List<TaskAsk> asks, List<Offer> offers, List<Narrowing> strategies) {
        var planner = new Planner(offers, strategies);
        var chosen = new LinkedHashMap<String, String>();
        var unplaced = new LinkedHashMap<String, List<Unfit>>();
        for (var ask : asks) {
            planner.place(ask, chosen, unplaced);
        }
        return new Plan(chosen, unplaced);
    }

    private void place(TaskAsk ask, Map<String, String> chosen, Map<String, List<Unfit>> unplaced) {
        var fitting = new LinkedHashMap<String, Room>();
        var unfit = new ArrayList<Unfit>();
        for (var room : rooms) {
            if (!ask.mayGoTo(room.id())) {
                continue;
            }
            room.unfit(ask)
                    .ifPresentOrElse(
                            reason -> unfit.add(new Unfit(room.id(), reason)),
                            () -> fitting.put(room.id(), room));
        }
        if (fitting.isEmpty()) {
            if (unfit.isEmpty() && ask.instanceId() != null) {
                // It was there when it was named, and has been deregistered since.
                unfit.add(new Unfit(ask.instanceId(), Shortage.INACTIVE.reason()));
            }
            unplaced.put(ask.taskId(), unfit);
            return;
        }
        var best =
                fitting.values().stream()
                        .filter(room -> room.holds(ask))
                        .findFirst()
                        .orElseGet(() -> fitting.get(prefer(ask, fitting).getFirst().instanceId()));
        best.take(ask);
        chosen.put(ask.taskId(), best.id());
    }

    private List<Candidate> prefer(TaskAsk ask, Map<String, Room> fitting) {
        var task =
                new TaskToNarrow(
                        ask.family(),
                        ask.group(),
                        new Capacity(ask.need().cpu(), ask.need().memory()));
        var candidates = fitting.values().stream().map(Room::candidate).toList();
        for (var strategy : strategies) {
            candidates = strategy.prefer(task, candidates);
        }
        return candidates;
    }

    /** One instance while the pass fills it. */
    private static final class Room {
        private final Offer offer;
        private final Ledger ledger;
        private final Map<String, Integer> tasksByGroup;

        Room(Offer offer) {
            this.offer = offer;
            var instance = offer.instance();
            ledger =
                    new Ledger(
                            instance.resources(),
                            instance.reservations().minusAll(offer.stopped()));
            offer.decided().stream()
                    .filter(reservation -> !ledger.holds(reservation.taskId()))
                    .forEach(ledger::grant);
            ledger.occupy(offer.boundPorts());
            tasksByGroup = new HashMap<>(offer.tasksByGroup());
        }

        String id() {
            return offer.instance().instanceId();
        }

        /** Whether it was granted room here before: its launch was lost and comes again. */
        boolean holds(TaskAsk ask) {
            return ledger.holds(ask.taskId());
        }

        Optional<String> unfit(TaskAsk ask) {
            if (offer.instance().status() != Status.ACTIVE) {
                return Optional.of(Shortage.INACTIVE.reason());
            }
            if (!offer.connected()) {
                return Optional.of("AGENT");
            }
            if (!ask.isMetBy(offer.instance().attributes())) {
                return Optional.of("ATTRIBUTE");
            }
            return holds(ask)
                    ? Optional.empty()
                    : ledger.shortage(ask.need()).map(Shortage::reason);
        }

        Candidate candidate() {
            var resources = offer.instance().resources();
            return new Candidate(
                    id(),
                    offer.instance().attributes(),
                    new Capacity(resources.cpu(), resources.memory()),
                    new Capacity(ledger.cpu(), ledger.memory()),
                    tasksByGroup);
        }

        void take(TaskAsk ask) {
            if (!holds(ask)) {
                ledger.grant(ask.need());
            }
            tasksByGroup.merge(ask.group(), 1, Integer::sum);
        }
    }
}
