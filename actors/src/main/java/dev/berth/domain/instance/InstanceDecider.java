package dev.berth.domain.instance;

import static dev.berth.domain.Decision.accept;
import static dev.berth.domain.Decision.answer;
import static dev.berth.domain.Decision.nothing;
import static dev.berth.domain.Decision.reject;

import dev.berth.domain.Decider;
import dev.berth.domain.Decision;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.instance.ContainerInstance.Absent;
import dev.berth.domain.instance.ContainerInstance.Inactive;
import dev.berth.domain.instance.ContainerInstance.Status;
import dev.berth.domain.instance.InstanceAnswer.ReservationsGranted;
import dev.berth.domain.instance.InstanceAnswer.SequenceGranted;
import dev.berth.domain.instance.InstanceCommand.Deregister;
import dev.berth.domain.instance.InstanceCommand.Register;
import dev.berth.domain.instance.InstanceCommand.Release;
import dev.berth.domain.instance.InstanceCommand.Reserve;
import dev.berth.domain.instance.InstanceCommand.ReserveSequence;
import dev.berth.domain.instance.InstanceEvent.Deregistered;
import dev.berth.domain.instance.InstanceEvent.Registered;
import dev.berth.domain.instance.InstanceEvent.Released;
import dev.berth.domain.instance.InstanceEvent.Reserved;
import dev.berth.domain.instance.InstanceEvent.SequenceReserved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/** The rules of a container instance: the only place where resources are granted. */
public final class InstanceDecider
        implements Decider<InstanceCommand, InstanceEvent, ContainerInstance> {

    @Override
    public ContainerInstance initial() {
        return new Absent();
    }

    @Override
    public Decision<InstanceEvent> decide(
            ContainerInstance state, InstanceCommand command, Instant now) {
        return switch (state) {
            case Absent _ -> whenAbsent(command, now);
            case ContainerInstance.Registered registered ->
                    whenRegistered(registered, command, now);
            case Inactive _ -> whenInactive(command);
        };
    }

    private static Decision<InstanceEvent> whenAbsent(InstanceCommand command, Instant now) {
        return switch (command) {
            case Register register -> accept(registered(register, register.attributes(), now));
            case Reserve reserve -> answer(refuseAll(reserve));
            case Release _ -> nothing();
            case ReserveSequence _ -> notFound();
            case Deregister _ -> notFound();
        };
    }

    private static Decision<InstanceEvent> whenRegistered(
            ContainerInstance.Registered state, InstanceCommand command, Instant now) {
        return switch (command) {
            case Register register -> registerAgain(state, register, now);
            case Reserve reserve -> reserve(state, reserve, now);
            case Release release -> release(state, release);
            case ReserveSequence(int count) ->
                    accept(
                            new SequenceReserved(state.sequenceReserved() + count),
                            new SequenceGranted(
                                    state.sequenceReserved() + 1,
                                    state.sequenceReserved() + count));
            case Deregister deregister -> deregister(state, deregister, now);
        };
    }

    private static Decision<InstanceEvent> whenInactive(InstanceCommand command) {
        return switch (command) {
            case Register _ ->
                    reject(
                            ErrorCode.CLIENT,
                            "The container instance is INACTIVE: it was deregistered. Remove the agent's state to"
                                    + " register this host as a new instance.");
            case Reserve reserve -> answer(refuseAll(reserve));
            case Release _ -> nothing();
            case ReserveSequence _ -> notFound();
            case Deregister _ -> nothing();
        };
    }

    private static Decision<InstanceEvent> notFound() {
        return reject(ErrorCode.INVALID_PARAMETER, "Container instance not found.");
    }

    private static Registered registered(
            Register register, java.util.Map<String, String> attributes, Instant now) {
        return new Registered(
                register.cluster(),
                register.instanceId(),
                register.resources(),
                attributes,
                register.versions(),
                now);
    }

    private static Decision<InstanceEvent> registerAgain(
            ContainerInstance.Registered state, Register register, Instant now) {
        var attributes = new HashMap<>(state.attributes());
        attributes.putAll(register.attributes());
        var unchanged =
                attributes.equals(state.attributes())
                        && register.resources().equals(state.resources())
                        && register.versions().equals(state.versions());
        return unchanged ? nothing() : accept(registered(register, attributes, now));
    }

    private static ReservationsGranted refuseAll(Reserve reserve) {
        return new ReservationsGranted(
                reserve.asked().stream()
                        .map(Reservation::taskId)
                        .distinct()
                        .collect(Collectors.toMap(Function.identity(), _ -> Shortage.INACTIVE)));
    }

    private static Decision<InstanceEvent> reserve(
            ContainerInstance.Registered state, Reserve reserve, Instant now) {
        if (state.status() != Status.ACTIVE) {
            return answer(refuseAll(reserve));
        }
        var released = held(state, reserve.stopped());
        var ledger = new Ledger(state.resources(), state.reservations().minusAll(released));
        var granted = new ArrayList<Reservation>();
        var refused = new LinkedHashMap<String, Shortage>();
        for (var ask : reserve.asked()) {
            if (ledger.holds(ask.taskId())) {
                continue;
            }
            ledger.shortage(ask)
                    .ifPresentOrElse(
                            shortage -> refused.put(ask.taskId(), shortage),
                            () -> {
                                ledger.grant(ask);
                                granted.add(ask.grantedAt(now));
                            });
        }
        var answer = new ReservationsGranted(refused);
        return granted.isEmpty() && released.isEmpty()
                ? answer(answer)
                : accept(new Reserved(granted, released), answer);
    }

    private static Decision<InstanceEvent> release(
            ContainerInstance.Registered state, Release release) {
        var held = held(state, release.taskIds());
        return held.isEmpty() ? nothing() : accept(new Released(held));
    }

    private static Set<String> held(ContainerInstance.Registered state, Set<String> taskIds) {
        return taskIds.stream()
                .filter(state.reservations()::containsKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Decision<InstanceEvent> deregister(
            ContainerInstance.Registered state, Deregister deregister, Instant now) {
        var busy = !deregister.stopped().containsAll(state.reservations().keySet());
        return busy && !deregister.force()
                ? reject(ErrorCode.INVALID_PARAMETER, "Found running tasks on the instance.")
                : accept(new Deregistered(now));
    }

    @Override
    public ContainerInstance evolve(ContainerInstance state, InstanceEvent event) {
        return switch (event) {
            case Registered registered -> evolveRegistered(state, registered);
            case Reserved(var granted, var released) ->
                    change(
                            state,
                            r -> {
                                PMap<String, Reservation> left =
                                        r.reservations().minusAll(released);
                                for (var reservation : granted) {
                                    left = left.plus(reservation.taskId(), reservation);
                                }
                                return withReservations(r, left);
                            });
            case Released(var taskIds) ->
                    change(state, r -> withReservations(r, r.reservations().minusAll(taskIds)));
            case SequenceReserved(long upTo) -> change(state, r -> withSequence(r, upTo));
            case Deregistered(var at) ->
                    switch (state) {
                        case ContainerInstance.Registered r -> inactive(r, at);
                        case Absent absent -> absent;
                        case Inactive inactive -> inactive;
                    };
        };
    }

    private static ContainerInstance evolveRegistered(ContainerInstance state, Registered event) {
        return switch (state) {
            case Absent _ -> first(event);
            case Inactive _ -> first(event);
            case ContainerInstance.Registered r ->
                    new ContainerInstance.Registered(
                            r.cluster(),
                            r.instanceId(),
                            r.status(),
                            event.resources(),
                            event.attributes(),
                            event.versions(),
                            r.registeredAt(),
                            r.reservations(),
                            r.sequenceReserved(),
                            r.version() + 1);
        };
    }

    private static ContainerInstance.Registered first(Registered event) {
        return new ContainerInstance.Registered(
                event.cluster(),
                event.instanceId(),
                Status.ACTIVE,
                event.resources(),
                event.attributes(),
                event.versions(),
                event.at(),
                HashTreePMap.empty(),
                0,
                1);
    }

    private static ContainerInstance change(
            ContainerInstance state,
            java.util.function.UnaryOperator<ContainerInstance.Registered> change) {
        return state instanceof ContainerInstance.Registered r ? change.apply(r) : state;
    }

    private static ContainerInstance.Registered withReservations(
            ContainerInstance.Registered r, PMap<String, Reservation> reservations) {
        return new ContainerInstance.Registered(
                r.cluster(),
                r.instanceId(),
                r.status(),
                r.resources(),
                r.attributes(),
                r.versions(),
                r.registeredAt(),
                reservations,
                r.sequenceReserved(),
                r.version() + 1);
    }

    private static ContainerInstance.Registered withSequence(
            ContainerInstance.Registered r, long upTo) {
        return new ContainerInstance.Registered(
                r.cluster(),
                r.instanceId(),
                r.status(),
                r.resources(),
                r.attributes(),
                r.versions(),
                r.registeredAt(),
                r.reservations(),
                upTo,
                r.version());
    }

    private static Inactive inactive(ContainerInstance.Registered r, Instant at) {
        return new Inactive(
                r.cluster(),
                r.instanceId(),
                r.resources(),
                r.attributes(),
                r.versions(),
                r.registeredAt(),
                at,
                r.version() + 1);
    }
}
