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
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.InstanceAnswer.ReservationsGranted;
import dev.berth.domain.instance.InstanceAnswer.SequenceGranted;
import dev.berth.domain.instance.InstanceCommand.ChangeAttributes;
import dev.berth.domain.instance.InstanceCommand.ChangeTags;
import dev.berth.domain.instance.InstanceCommand.Deregister;
import dev.berth.domain.instance.InstanceCommand.Register;
import dev.berth.domain.instance.InstanceCommand.Release;
import dev.berth.domain.instance.InstanceCommand.Reserve;
import dev.berth.domain.instance.InstanceCommand.ReserveSequence;
import dev.berth.domain.instance.InstanceCommand.SetStatus;
import dev.berth.domain.instance.InstanceCommand.SetVersions;
import dev.berth.domain.instance.InstanceEvent.Deregistered;
import dev.berth.domain.instance.InstanceEvent.Registered;
import dev.berth.domain.instance.InstanceEvent.Released;
import dev.berth.domain.instance.InstanceEvent.Reserved;
import dev.berth.domain.instance.InstanceEvent.SequenceReserved;
import dev.berth.domain.instance.InstanceEvent.StatusChanged;
import dev.berth.domain.instance.InstanceEvent.TagsChanged;
import dev.berth.domain.instance.InstanceEvent.VersionsChanged;
import dev.berth.domain.tag.TagChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The rules of a container instance. Only they grant reservations. */
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
            case Register register ->
                    registered(
                            List.of(
                                    registered(
                                            register,
                                            register.attributes(),
                                            register.versions(),
                                            now)),
                            register,
                            Map.of());
            case Reserve reserve -> answer(refuseAll(reserve));
            case Release _ -> nothing();
            case ReserveSequence _ -> notFound();
            case SetStatus _ -> notFound();
            case ChangeTags _ -> notFound();
            case ChangeAttributes _ -> noTarget();
            case SetVersions _ -> notFound();
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
            case SetStatus(var status) ->
                    status == state.status() ? nothing() : accept(new StatusChanged(status, now));
            case ChangeTags(var change) -> change.decide(state.tags(), TagsChanged::new);
            case ChangeAttributes(var change) -> change.decide(state.attributes());
            case SetVersions(var reported) -> {
                var versions = reported.after(state.versions());
                yield versions.equals(state.versions())
                        ? nothing()
                        : accept(new VersionsChanged(versions));
            }
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
            case SetStatus _ ->
                    reject(ErrorCode.INVALID_PARAMETER, "The container instance is INACTIVE.");
            case ChangeTags _ ->
                    reject(
                            ErrorCode.INVALID_PARAMETER,
                            "The specified container instance is inactive. Specify an active container instance"
                                    + " and try again.");
            case ChangeAttributes _ -> noTarget();
            case SetVersions _ -> notFound();
            case Deregister _ -> nothing();
        };
    }

    private static Decision<InstanceEvent> notFound() {
        return reject(ErrorCode.INVALID_PARAMETER, "Container instance not found.");
    }

    private static Decision<InstanceEvent> noTarget() {
        return reject(
                ErrorCode.TARGET_NOT_FOUND,
                "The specified target wasn't found. Specify a registered container instance of the"
                        + " cluster and try again.");
    }

    private static Registered registered(
            Register register, Map<String, String> attributes, Versions versions, Instant now) {
        return new Registered(
                register.cluster(),
                register.instanceId(),
                register.resources(),
                attributes,
                versions,
                now);
    }

    private static Decision<InstanceEvent> registerAgain(
            ContainerInstance.Registered state, Register register, Instant now) {
        var attributes = new HashMap<>(state.attributes());
        attributes.putAll(register.attributes());
        var versions = register.versions().after(state.versions());
        var unchanged =
                attributes.equals(state.attributes())
                        && register.resources().equals(state.resources())
                        && versions.equals(state.versions());
        return registered(
                unchanged ? List.of() : List.of(registered(register, attributes, versions, now)),
                register,
                state.tags());
    }

    /** Returns the event if the registration has changed, with the tags that the agent sends. */
    private static Decision<InstanceEvent> registered(
            List<Registered> changed, Register register, Map<String, String> heldTags) {
        var tags =
                TagChange.setting(register.tags())
                        .<InstanceEvent>decide(heldTags, TagsChanged::new);
        return switch (tags) {
            case Decision.Rejected<InstanceEvent> refused -> refused;
            case Decision.Accepted<InstanceEvent>(var tagged, _) -> {
                var events = new ArrayList<InstanceEvent>(changed);
                events.addAll(tagged);
                yield new Decision.Accepted<>(events, null);
            }
        };
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
        return InstanceEvolution.after(state, event);
    }
}
