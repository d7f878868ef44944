package dev.berth.domain.family;

import dev.berth.domain.Aggregate;

/** The commands of a family of task definitions. */
public sealed interface FamilyCommand extends Aggregate.Command {

    /**
     * Counts the revision after the last one, when its definition is journaled. A revision that is
     * already counted is not changed.
     */
    record AddRevision(String family, int revision) implements FamilyCommand {}

    /** DeregisterTaskDefinition: the revision becomes INACTIVE, for new tasks and services. */
    record DeregisterRevision(int revision) implements FamilyCommand {}

    /** DeleteTaskDefinitions: the revision is DELETE_IN_PROGRESS until nothing refers to it. */
    record DeleteRevision(int revision) implements FamilyCommand {}

    /** Removes a revision that is DELETE_IN_PROGRESS and not referenced from the API. */
    record ForgetRevision(int revision) implements FamilyCommand {}

    /** Replaces all earlier events by one event, if the family has no revisions. */
    record Forget() implements FamilyCommand {}
}
