package dev.berth.domain.service.plan;

import dev.berth.domain.Reconciliation;
import dev.berth.domain.service.Deployment;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.plan.ServiceAction.Start;
import dev.berth.domain.service.plan.ServiceAction.Stop;
import dev.berth.domain.service.plan.ServiceAction.StopPurpose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A plan under construction: actions, events and waits. */
final class Draft {

    private final List<ServiceAction> actions = new ArrayList<>();
    private final Map<StopKey, List<String>> stops = new LinkedHashMap<>();
    private final Set<String> stopping = new HashSet<>();
    private final Set<String> conditions = new HashSet<>();
    private final Set<String> kept = new HashSet<>();
    private final List<Wait> waits = new ArrayList<>();
    private List<Move> moves = List.of();
    private Instant wakeAt;
    private int started;

    private record StopKey(StopPurpose purpose, String reason) {}

    void command(ServiceCommand command) {
        actions.add(new ServiceAction.Command(command));
    }

    void start(Start start) {
        started += start.count();
        actions.add(start);
    }

    void startOn(Deployment deployment, List<String> instances) {
        started += instances.size();
        actions.add(new ServiceAction.StartOn(deployment.id(), instances));
    }

    void stop(ServiceTask task, StopPurpose purpose, String reason) {
        if (stopping.add(task.id())) {
            stops.computeIfAbsent(new StopKey(purpose, reason), _ -> new ArrayList<>())
                    .add(task.id());
        }
    }

    boolean stops(ServiceTask task) {
        return stopping.contains(task.id());
    }

    int stopped() {
        return stopping.size();
    }

    boolean startsNone() {
        return started == 0;
    }

    /** A current condition, with its event. */
    void condition(String text) {
        conditions.add(text);
    }

    /** A condition that is not reported, and that is not over if it was reported before. */
    void keepCondition(String text) {
        kept.add(text);
    }

    void waitFor(Wait.Kind kind, String text, Instant until) {
        waits.add(new Wait(kind, text, until));
        wakeAt(until);
    }

    /** Plans again at this time; null for no time. */
    void wakeAt(Instant at) {
        if (at != null && (wakeAt == null || at.isBefore(wakeAt))) {
            wakeAt = at;
        }
    }

    /** Shows moves, whether they are made or not. */
    void suggest(List<Move> suggested) {
        moves = suggested;
    }

    List<Move> moves() {
        return moves;
    }

    Set<String> conditions() {
        return conditions;
    }

    boolean isOver(String condition) {
        return !conditions.contains(condition) && !kept.contains(condition);
    }

    List<Wait> waits() {
        return List.copyOf(waits);
    }

    Reconciliation<ServiceAction> finished() {
        var all = new ArrayList<>(actions);
        stops.forEach((key, ids) -> all.add(new Stop(ids, key.purpose(), key.reason())));
        return new Reconciliation<>(all, wakeAt);
    }
}
