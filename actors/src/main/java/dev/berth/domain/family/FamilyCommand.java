package dev.berth.domain.family;

import dev.berth.domain.Aggregate;

/** What a family of task definitions can be asked to do. */
public sealed interface FamilyCommand extends Aggregate.Command {

    /** Gives out the next revision number; the answer holds it. */
    record GiveRevision(String family) implements FamilyCommand {}

    /** DeregisterTaskDefinition: INACTIVE from now on, for new tasks and services. */
    record DeregisterRevision(int revision) implements FamilyCommand {}

    /** DeleteTaskDefinitions: DELETE_IN_PROGRESS, until nothing refers to it. */
    record DeleteRevision(int revision) implements FamilyCommand {}

    /** Nothing refers to a revision that is DELETE_IN_PROGRESS any more: it leaves the API. */
    record ForgetRevision(int revision) implements FamilyCommand {}

    /** Puts all that happened into one event, if no revision is left. */
    record Forget() implements FamilyCommand {}
}
