package dev.berth.domain.family;

import dev.berth.domain.Aggregate;
import java.time.Instant;

/** The events of a family of task definitions. */
public sealed interface FamilyEvent extends Aggregate.Event {

    record RevisionGiven(String family, int revision) implements FamilyEvent {}

    record RevisionDeregistered(int revision, Instant at) implements FamilyEvent {}

    record RevisionDeletionRequested(int revision, Instant at) implements FamilyEvent {}

    record RevisionForgotten(int revision, Instant at) implements FamilyEvent {}

    /**
     * The family has no revisions. Of all earlier events, only the last revision number is
     * relevant.
     */
    record Forgotten(String family, int lastRevision, Instant at) implements FamilyEvent {}
}
