package dev.berth.domain.family;

import static dev.berth.domain.Decision.accept;
import static dev.berth.domain.Decision.nothing;
import static dev.berth.domain.Decision.reject;

import dev.berth.domain.Decider;
import dev.berth.domain.Decision;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.family.FamilyCommand.AddRevision;
import dev.berth.domain.family.FamilyCommand.DeleteRevision;
import dev.berth.domain.family.FamilyCommand.DeregisterRevision;
import dev.berth.domain.family.FamilyCommand.Forget;
import dev.berth.domain.family.FamilyCommand.ForgetRevision;
import dev.berth.domain.family.FamilyEvent.Forgotten;
import dev.berth.domain.family.FamilyEvent.RevisionDeletionRequested;
import dev.berth.domain.family.FamilyEvent.RevisionDeregistered;
import dev.berth.domain.family.FamilyEvent.RevisionForgotten;
import dev.berth.domain.family.FamilyEvent.RevisionGiven;
import dev.berth.domain.family.TaskDefinitionFamily.Absent;
import dev.berth.domain.family.TaskDefinitionFamily.Known;
import dev.berth.domain.family.TaskDefinitionFamily.Revision;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The rules of a family of task definitions. */
public final class FamilyDecider
        implements Decider<FamilyCommand, FamilyEvent, TaskDefinitionFamily> {

    @Override
    public TaskDefinitionFamily initial() {
        return new Absent();
    }

    @Override
    public Decision<FamilyEvent> decide(
            TaskDefinitionFamily state, FamilyCommand command, Instant now) {
        return switch (state) {
            case Absent _ ->
                    switch (command) {
                        case AddRevision add -> add(state, add);
                        case DeregisterRevision _ -> unknown();
                        case DeleteRevision _ -> unknown();
                        case ForgetRevision _ -> nothing();
                        case Forget _ -> nothing();
                    };
            case TaskDefinitionFamily.Forgotten _ ->
                    switch (command) {
                        case AddRevision add -> add(state, add);
                        case DeregisterRevision _ -> unknown();
                        case DeleteRevision _ -> unknown();
                        case ForgetRevision _ -> nothing();
                        case Forget _ -> nothing();
                    };
            case Known known ->
                    switch (command) {
                        case AddRevision add -> add(state, add);
                        case DeregisterRevision(int revision) -> deregister(known, revision, now);
                        case DeleteRevision(int revision) -> delete(known, revision, now);
                        case ForgetRevision(int revision) -> forget(known, revision, now);
                        case Forget _ ->
                                known.revisions().isEmpty()
                                        ? accept(
                                                new Forgotten(
                                                        known.family(), known.lastRevision(), now))
                                        : nothing();
                    };
        };
    }

    private static Decision<FamilyEvent> add(TaskDefinitionFamily state, AddRevision add) {
        if (add.revision() <= state.lastRevision()) {
            return nothing();
        }
        return add.revision() == state.lastRevision() + 1
                ? accept(new RevisionGiven(add.family(), add.revision()))
                : reject(
                        ErrorCode.SERVER,
                        "Revision %d does not follow revision %d of family %s."
                                .formatted(add.revision(), state.lastRevision(), add.family()));
    }

    private static Decision<FamilyEvent> deregister(Known known, int revision, Instant now) {
        var held = known.revisions().get(revision);
        if (held == null) {
            return unknown();
        }
        return held.status() == TaskDefinitionFamily.Status.ACTIVE
                ? accept(new RevisionDeregistered(revision, now))
                : nothing();
    }

    private static Decision<FamilyEvent> delete(Known known, int revision, Instant now) {
        var held = known.revisions().get(revision);
        if (held == null) {
            return unknown();
        }
        return switch (held.status()) {
            case ACTIVE ->
                    reject(
                            ErrorCode.CLIENT,
                            "The specified task definition is still in ACTIVE status. Please deregister the"
                                    + " target and try again.");
            case INACTIVE -> accept(new RevisionDeletionRequested(revision, now));
            case DELETE_IN_PROGRESS -> nothing();
        };
    }

    private static Decision<FamilyEvent> forget(Known known, int revision, Instant now) {
        var held = known.revisions().get(revision);
        return held != null && held.status() == TaskDefinitionFamily.Status.DELETE_IN_PROGRESS
                ? accept(new RevisionForgotten(revision, now))
                : nothing();
    }

    private static Decision<FamilyEvent> unknown() {
        return reject(ErrorCode.CLIENT, "Unable to describe task definition.");
    }

    @Override
    public TaskDefinitionFamily evolve(TaskDefinitionFamily state, FamilyEvent event) {
        return switch (event) {
            case RevisionGiven(var family, int revision) -> given(state, family, revision);
            case RevisionDeregistered(int revision, var at) ->
                    change(state, revision, _ -> Revision.inactive(at));
            case RevisionDeletionRequested(int revision, var at) ->
                    change(state, revision, held -> held.deletionRequested(at));
            case RevisionForgotten(int revision, _) ->
                    state instanceof Known known
                            ? new Known(
                                    known.family(),
                                    known.lastRevision(),
                                    known.revisions().without(revision))
                            : state;
            case Forgotten(var family, int lastRevision, _) ->
                    new TaskDefinitionFamily.Forgotten(family, lastRevision);
        };
    }

    private static Known given(TaskDefinitionFamily state, String family, int revision) {
        return switch (state) {
            case Absent _ -> first(family, revision);
            case TaskDefinitionFamily.Forgotten _ -> first(family, revision);
            case Known known ->
                    new Known(
                            family, revision, known.revisions().with(revision, Revision.active()));
        };
    }

    private static Known first(String family, int revision) {
        return new Known(family, revision, Revisions.of(Map.of(revision, Revision.active())));
    }

    private static TaskDefinitionFamily change(
            TaskDefinitionFamily state, int revision, UnaryOperator<Revision> change) {
        if (!(state instanceof Known known)) {
            return state;
        }
        var found = known.revisions().get(revision);
        var held = found == null ? Revision.active() : found;
        return new Known(
                known.family(),
                known.lastRevision(),
                known.revisions().with(revision, change.apply(held)));
    }
}
