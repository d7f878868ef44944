package dev.berth.domain.family;

import dev.berth.domain.Aggregate;

/** What a family of task definitions can be asked to do. */
public sealed interface FamilyCommand extends Aggregate.Command {

    /**
     * Counts the revision that follows the last one, once its definition is journaled. One that is
     * counted already stays as it is.
     */
    record AddRevision(String family, int revision) implements FamilyCommand {}

    /** DeregisterTaskDefinition: INACTIVE from now on, for new tasks and services. */
    record DeregisterRevision(int revision) implements FamilyCommand {}

    /** DeleteTaskDefinitions: DELETE_IN_PROGRESS, until nothing refers to it. */
    record DeleteRevision(int revision) implements FamilyCommand {}

    /** Nothing refers to a revision that is DELETE_IN_PROGRESS any more: it leaves the API. */
    record ForgetRevision(int revision) implements FamilyCommand {}

    /** Puts all that happened into one event, if no revision is left. */
    record Forget() implements FamilyCommand {}
}
