package dev.berth.domain.check;

import dev.berth.domain.Aggregate;
import dev.berth.domain.HostPort;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceEvent;
import dev.berth.domain.instance.Reservation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/** Checks the rows of container instances: the reservations that they grant and release. */
final class InstanceCheck implements AggregateCheck {

    private final Findings findings;
    private final Map<String, CheckedInstance> instances = new HashMap<>();

    /** The number of instances on which a task has a reservation, for tasks with at least one. */
    private final Map<String, Integer> reservedOn = new HashMap<>();

    private BiPredicate<String, String> isActiveOn = (_, _) -> false;
    private long reservedTwice;

    InstanceCheck(Findings findings) {
        this.findings = findings;
    }

    /**
     * Sets the query that returns whether a task, by cluster and id, was launched on an instance
     * and has not stopped.
     */
    void isActiveOn(BiPredicate<String, String> question) {
        isActiveOn = question;
    }

    long reservedTwice() {
        return reservedTwice;
    }

    /** Empty if the instance is not registered, or its state is unknown. */
    Optional<CheckedInstance> instance(String instance) {
        return Optional.ofNullable(instances.get(instance));
    }

    @Override
    public void begin(Row row, Aggregate.State state) {
        if (state instanceof ContainerInstance.Registered registered) {
            var held = CheckedInstance.of(registered);
            instances.put(row.aggregate(), held);
            held.held().forEach(task -> count(row, task));
        }
    }

    @Override
    public void markUnknown(String instance) {
        instances.remove(instance);
    }

    @Override
    public Phase apply(Row row, Aggregate.Event event, Phase phase) {
        apply(row, (InstanceEvent) event);
        return Phase.SEEN;
    }

    private void apply(Row row, InstanceEvent event) {
        switch (event) {
            case InstanceEvent.Registered registered -> register(row, registered);
            case InstanceEvent.Reserved(var granted, var released) ->
                    with(
                            row,
                            held -> {
                                release(row, held, released);
                                granted.forEach(reservation -> grant(row, held, reservation));
                            });
            case InstanceEvent.Released(var taskIds) ->
                    with(row, held -> release(row, held, taskIds));
            case InstanceEvent.StatusChanged(var status, _) ->
                    with(row, held -> held.status(status));
            case InstanceEvent.Deregistered _ -> {
                instance(row.aggregate())
                        .ifPresent(held -> held.held().forEach(task -> uncount(row, task)));
                instances.remove(row.aggregate());
            }
            case InstanceEvent.SequenceReserved _ -> {} // numbers of messages
            case InstanceEvent.TagsChanged _ -> {}
            case InstanceEvent.AttributesChanged _ -> {}
            case InstanceEvent.VersionsChanged _ -> {}
        }
    }

    private interface Change {
        void to(CheckedInstance held);
    }

    private void with(Row row, Change change) {
        instance(row.aggregate())
                .ifPresentOrElse(
                        change::to,
                        () ->
                                findings.add(
                                        Invariant.I3,
                                        row,
                                        "The instance grants or releases a reservation, but is not registered."));
    }

    private void register(Row row, InstanceEvent.Registered registered) {
        var held = instances.get(row.aggregate());
        if (held == null) {
            instances.put(row.aggregate(), new CheckedInstance(registered.resources()));
        } else {
            held.register(registered.resources());
        }
    }

    private void grant(Row row, CheckedInstance held, Reservation granted) {
        var alreadyHere = held.holds(granted.taskId());
        held.grant(granted)
                .ifPresent(
                        wrong ->
                                findings.add(
                                        Invariant.I3,
                                        row,
                                        "A reservation for task %s was granted, but %s."
                                                .formatted(granted.taskId(), wrong)));
        if (!alreadyHere) {
            count(row, granted.taskId());
        }
    }

    private void count(Row row, String task) {
        if (reservedOn.merge(row.cluster() + "/" + task, 1, Integer::sum) > 1) {
            reservedTwice++;
        }
    }

    private void uncount(Row row, String task) {
        reservedOn.computeIfPresent(
                row.cluster() + "/" + task, (_, count) -> count == 1 ? null : count - 1);
    }

    /** A reservation must not be released while its task is running. */
    private void release(Row row, CheckedInstance held, Set<String> tasks) {
        for (var task : tasks) {
            if (!held.holds(task)) {
                continue;
            }
            if (isActiveOn.test(row.cluster() + "/" + task, row.aggregate())) {
                findings.add(
                        Invariant.I3,
                        row,
                        "The reservation of task %s was released before the task stopped."
                                .formatted(task));
            }
            held.release(task);
            uncount(row, task);
        }
    }

    /** The task reported that it has bound these ports of its instance. */
    void bound(Row row, String instance, Set<HostPort> ports) {
        instance(instance)
                .flatMap(held -> held.bind(row.localId(), ports))
                .ifPresent(
                        wrong ->
                                findings.add(
                                        Invariant.I3,
                                        row,
                                        "The task was reported to bind a port, but %s."
                                                .formatted(wrong)));
    }

    void unbound(Row row, String instance) {
        instance(instance).ifPresent(held -> held.unbind(row.localId()));
    }
}
