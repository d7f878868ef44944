package dev.berth.domain.family;

import static dev.berth.domain.Decision.accept;
import static dev.berth.domain.Decision.nothing;
import static dev.berth.domain.Decision.reject;

import dev.berth.domain.Decider;
import dev.berth.domain.Decision;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.family.FamilyCommand.DeregisterRevision;
import dev.berth.domain.family.FamilyCommand.GiveRevision;
import dev.berth.domain.family.FamilyEvent.RevisionDeregistered;
import dev.berth.domain.family.FamilyEvent.RevisionGiven;
import dev.berth.domain.family.TaskDefinitionFamily.Absent;
import dev.berth.domain.family.TaskDefinitionFamily.Known;
import dev.berth.domain.family.TaskDefinitionFamily.Revision;
import dev.berth.domain.family.TaskDefinitionFamily.Status;
import java.time.Instant;
import org.pcollections.HashTreePMap;

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
                        case GiveRevision(var family) -> give(family, 1);
                        case DeregisterRevision _ -> unknown();
                    };
            case Known known ->
                    switch (command) {
                        case GiveRevision _ -> give(known.family(), known.lastRevision() + 1);
                        case DeregisterRevision(int revision) -> deregister(known, revision, now);
                    };
        };
    }

    private static Decision<FamilyEvent> give(String family, int revision) {
        return accept(new RevisionGiven(family, revision), new FamilyAnswer.Given(revision));
    }

    private static Decision<FamilyEvent> deregister(Known known, int revision, Instant now) {
        var held = known.revisions().get(revision);
        if (held == null) {
            return unknown();
        }
        return held.status() == Status.INACTIVE
                ? nothing()
                : accept(new RevisionDeregistered(revision, now));
    }

    private static Decision<FamilyEvent> unknown() {
        return reject(ErrorCode.CLIENT, "Unable to describe task definition.");
    }

    @Override
    public TaskDefinitionFamily evolve(TaskDefinitionFamily state, FamilyEvent event) {
        return switch (event) {
            case RevisionGiven(var family, int revision) ->
                    switch (state) {
                        case Absent _ ->
                                new Known(
                                        family,
                                        revision,
                                        HashTreePMap.singleton(revision, active()));
                        case Known known ->
                                new Known(
                                        family,
                                        revision,
                                        known.revisions().plus(revision, active()));
                    };
            case RevisionDeregistered(int revision, var at) ->
                    switch (state) {
                        case Absent absent -> absent;
                        case Known known ->
                                new Known(
                                        known.family(),
                                        known.lastRevision(),
                                        known.revisions()
                                                .plus(revision, new Revision(Status.INACTIVE, at)));
                    };
        };
    }

    private static Revision active() {
        return new Revision(Status.ACTIVE, null);
    }
}
